import { createActor, type SnapshotFrom } from 'xstate';
import type { Capture } from '#demos/capture/capture.ts';
import type { DecoderClient } from './decoder.client.ts';
import type { Example } from './decoder.examples.ts';
import { bytesAsText, type HashState } from './decoder.hash.ts';
import { type DecoderContext, type DecoderEvent, decoderMachine } from './decoder.machine.ts';
import type { ExampleName } from './decoder.names.ts';
import type { Detail } from './detail.ts';
import { ALL, type Filter, rowFilter } from './filter.ts';
import type { Held } from './held.ts';
import { INPUT_LIMIT, type Input } from './input.ts';
import type { Row } from './row.ts';
import { AUTO, type Settings } from './settings.ts';
import type { FromWorker } from './worker-messages.ts';

/** What the page starts from. */
export interface Given {
  /** Decoded at build time. */
  readonly first: Example;
  readonly texts: Readonly<Record<ExampleName, string>>;
}

/** The figure's state while it is on a page: the input, its rows, what of them is looked at; the decoder works in its worker. */
export class DecoderFigure {
  /** What stands in the text field. */
  text = $state.raw('');
  /** A file or a text that is too long for the field. */
  held = $state.raw<Held | null>(null);
  settings = $state.raw<Settings>(AUTO);
  filter = $state.raw<Filter>(ALL);
  rows = $state.raw<readonly Row[]>([]);
  selected = $state.raw<number | null>(null);
  detail = $state.raw<Detail | null>(null);
  /** A script of the page did not come. */
  failed = $state.raw(false);
  /** A file could not be read. */
  unreadable = $state.raw(false);
  /** `null`: the bytes are the reader's own. */
  example = $state.raw<ExampleName | null>('socketio');
  /** What a link carries; `null` while nothing is decoded, and where it is too much. */
  linked = $state.raw<Uint8Array | null>(null);

  /** Rows are of several connections. */
  several = $state.raw(false);

  readonly #filterRows = rowFilter();
  readonly filtered = $derived(this.#filterRows(this.rows, this.filter));

  readonly #texts: Given['texts'];
  readonly #first: Example;
  readonly #machine;
  #sitting = $state.raw() as SnapshotFrom<typeof decoderMachine>;
  #client: DecoderClient | null = null;
  #coming: Promise<DecoderClient | null> | null = null;
  /** The row that a link names, once it is there. */
  #wanted: number | null = null;
  /** The example of the page is decoded again only for its details. */
  #quiet = false;

  constructor({ first, texts }: Given) {
    this.#first = first;
    this.#texts = texts;
    this.text = first.text;
    this.rows = first.rows;
    this.detail = first.detail;
    this.selected = first.detail.row;
    const machine = decoderMachine.provide({
      actions: { startDecoding: () => void this.#decode(), endDecoding: () => this.#client?.cancel() },
    });
    const context: DecoderContext = {
      guess: first.guess,
      done: first.guess.bytes,
      ended: first.ended,
      cancelled: false,
    };
    this.#machine = createActor(machine, { snapshot: machine.resolveState({ value: 'shown', context }) });
    this.#sitting = this.#machine.getSnapshot();
  }

  wake(): void {
    this.#machine.subscribe((snapshot) => {
      this.#sitting = snapshot;
    });
    this.#machine.start();
  }

  dispose(): void {
    this.#machine.stop();
    this.#client?.end();
    this.#client = null;
    this.#coming = Promise.resolve(null);
  }

  get state(): string {
    return this.#sitting.value;
  }
  get context(): DecoderContext {
    return this.#sitting.context;
  }

  /** The reader reaches for the figure: the decoder comes before it is needed. */
  async reach(): Promise<void> {
    if (this.#coming || this.example !== 'socketio') return;
    const client = await this.#reachClient();
    if (!client || this.text !== this.#first.text || this.state !== 'shown') return;
    this.#quiet = true;
    client.decode({ from: 'text', text: this.text }, this.settings);
  }

  type(text: string): void {
    this.text = text;
    this.held = null;
    this.#given(null);
  }

  /** Text that was pasted or a file that was dropped: what is too long for a text field is kept beside it. */
  async take(name: string, input: Input): Promise<void> {
    try {
      const { heldOf } = await import('./decoder.client.ts');
      const { text, held } = heldOf(name, input);
      this.#put(text, held, AUTO);
      this.#given(null);
    } catch {
      this.#fail();
    }
  }

  /** A file of the reader's, of which no more is read than is decoded. */
  async open(file: File): Promise<void> {
    try {
      const bytes = new Uint8Array(await file.slice(0, INPUT_LIMIT).arrayBuffer());
      await this.take(file.name, { from: 'file', bytes, size: file.size });
    } catch {
      // A folder, or a file that is gone.
      this.unreadable = true;
    }
  }

  show(example: ExampleName): void {
    this.#put(this.#texts[example], null, AUTO);
    this.filter = ALL;
    this.#given(example);
  }

  clear(): void {
    this.type('');
  }

  set(change: Partial<Settings>): void {
    this.settings = { ...this.settings, ...change };
    this.#given(this.example);
  }

  look(change: Partial<Filter>): void {
    this.filter = { ...this.filter, ...change };
  }

  select(index: number): void {
    this.selected = index;
    if (this.detail?.row === index) return;
    this.detail = null;
    if (this.#client) this.#client.detail(index);
    else void this.reach();
  }

  cancel(): void {
    this.#tell({ type: 'decoding.cancelled' });
  }

  async capture(): Promise<Capture | null> {
    await this.reach();
    return (await this.#reachClient())?.capture() ?? null;
  }

  obey({ bytes, example, settings, filter, row }: HashState): void {
    const named = Object.keys(this.#texts).find((name): name is ExampleName => name === example) ?? 'socketio';
    this.filter = filter;
    const isOther = named !== this.example || !sameSettings(settings, this.settings);
    if (!bytes && !isOther) {
      if (row !== null && row < this.rows.length) this.select(row);
      return;
    }
    this.#put(bytes ? bytesAsText(bytes) : this.#texts[named], null, settings);
    this.#given(bytes ? null : named, row);
  }

  #put(text: string, held: Held | null, settings: Settings): void {
    this.text = text;
    this.held = held;
    this.settings = settings;
  }

  #given(example: ExampleName | null, row: number | null = null): void {
    this.example = example;
    this.#wanted = row;
    this.#quiet = false;
    this.failed = false;
    this.unreadable = false;
    if (this.filter.connection !== null) this.look({ connection: null });
    this.several = false;
    this.rows = [];
    this.selected = null;
    this.detail = null;
    this.linked = null;
    const isEmpty = this.held === null && this.text.trim() === '';
    this.#tell({ type: isEmpty ? 'input.cleared' : 'input.given' });
  }

  async #decode(): Promise<void> {
    const client = await this.#reachClient();
    client?.decode(this.held?.input ?? { from: 'text', text: this.text }, this.settings);
  }

  #reachClient(): Promise<DecoderClient | null> {
    this.#coming ??= this.#load();
    return this.#coming;
  }

  async #load(): Promise<DecoderClient | null> {
    try {
      const { DecoderClient } = await import('./decoder.client.ts');
      this.#client = new DecoderClient(
        (message) => this.#hear(message),
        () => this.#fail(),
      );
      return this.#client;
    } catch {
      this.#fail();
      return null;
    }
  }

  #fail(): void {
    this.failed = true;
    this.#coming = null;
    this.#client?.end();
    this.#client = null;
    if (this.state !== 'shown') this.#tell({ type: 'decoder.lost' });
  }

  #hear(message: FromWorker): void {
    if (message.type === 'detail') {
      if (message.detail.row === this.selected) this.detail = message.detail;
      return;
    }
    if (this.#quiet) {
      if (message.type === 'ended' && this.selected !== null && this.detail === null)
        this.#client?.detail(this.selected);
      return;
    }
    if (message.type === 'recognised') this.#tell({ type: 'form.recognised', guess: message.guess });
    else if (message.type === 'rows') {
      this.rows = this.rows.concat(message.rows);
      this.several ||= message.rows.some(({ connection }) => connection > 0);
      this.#tell({ type: 'rows.decoded', done: message.done });
      this.#selectFirst();
    } else if (message.type === 'ended') {
      this.linked = message.bytes;
      this.#tell({ type: 'input.ended', ended: message.ended });
    }
  }

  /** The row that a link names; otherwise the first. */
  #selectFirst(): void {
    if (this.selected !== null || this.rows.length === 0) return;
    const at = this.#wanted ?? 0;
    if (at < this.rows.length) this.select(at);
  }

  #tell(event: DecoderEvent): void {
    this.#machine.send(event);
  }
}

const sameSettings = (a: Settings, b: Settings): boolean =>
  a.form === b.form && a.from === b.from && a.deflate === b.deflate && a.packets === b.packets;

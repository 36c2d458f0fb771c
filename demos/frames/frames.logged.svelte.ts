import type { Capture } from '#demos/capture/capture.ts';
import type { Intent } from '#demos/link/link.ts';
import type { RunningSource } from '#demos/link/links.ts';
import { NOT_LOADED } from '#demos/parts/not-loaded.ts';
import type { LazyLinks } from './frames.links.ts';
import type { FrameRow, FullLog, Log } from './frames.log.ts';
import type { OpenedSocket } from './frames.socket.ts';
import type { SessionEvent } from './frames-session.machine.ts';

export interface RecordedLog {
  readonly log: Log;
  readonly madeWith: Capture['madeWith'];
}

/** Which frame of those that are to come is put on the bench by itself. */
export type Wanted = (row: FrameRow) => boolean;

/** The connection whose frames are logged: the recorded one, or one of the reader's, which can be acted on. */
export class LoggedConnection {
  log = $state.raw() as Log;
  madeWith = $state.raw<Capture['madeWith']>({});
  lost = $state(false);

  readonly #recorded: RecordedLog;
  readonly #tell: (event: SessionEvent) => void;
  readonly #found: (row: FrameRow) => void;
  readonly #newLinks: () => Promise<LazyLinks>;
  #links: LazyLinks | null = null;
  #isGone = false;
  #capture: Capture | null = null;
  #bytes: FullLog['bytes'] = new Map();
  #socket: OpenedSocket | null = null;
  /** What the connection is to do as soon as it is open. */
  #pending: Intent | null = null;
  #wanted: Wanted | null = null;
  /** Counts the openings: what belongs to an earlier one is taken no more. */
  #openings = 0;

  /** `newLinks` rejects where the page's server is gone; `found` is given the frame that was wanted. */
  constructor(
    recorded: RecordedLog,
    newLinks: () => Promise<LazyLinks>,
    tell: (event: SessionEvent) => void,
    found: (row: FrameRow) => void,
  ) {
    this.#recorded = recorded;
    this.#newLinks = newLinks;
    this.log = recorded.log;
    this.madeWith = recorded.madeWith;
    this.#tell = tell;
    this.#found = found;
  }

  /** `null` while the recorded one is shown, whose capture the site keeps. */
  get capture(): Capture | null {
    return this.#capture;
  }

  /** All of a row's bytes, where the log has more of them than the row. */
  bytesOf({ key }: FrameRow): Uint8Array | undefined {
    return this.#bytes.get(key);
  }

  firstFrame(isIt: Wanted): FrameRow | null {
    return this.log.rows.find((row): row is FrameRow => row.kind === 'frame' && isIt(row)) ?? null;
  }

  showRecorded(): void {
    this.#leave();
    this.#capture = null;
    this.#bytes = new Map();
    this.log = this.#recorded.log;
    this.madeWith = this.#recorded.madeWith;
  }

  async open(source: RunningSource): Promise<void> {
    this.#leave();
    const opening = this.#openings;
    this.log = { rows: [], http: { 'client-to-server': 0, 'server-to-client': 0 } };
    this.madeWith = {};
    const parts = await this.#link(source).catch(() => null);
    if (opening !== this.#openings) return;
    if (!parts) return this.#tell({ type: 'socket.refused', problem: NOT_LOADED });
    const [link, { openSocket }] = parts;
    this.#socket = openSocket(link, {
      opened: () => {
        this.#tell({ type: 'socket.opened' });
        // The model opens before this call has returned.
        queueMicrotask(() => this.actPending());
      },
      logged: (log, capture) => this.#logged(log, capture),
      ended: () => this.#tell({ type: 'socket.ended' }),
      refused: (problem) => this.#tell({ type: 'socket.refused', problem }),
      lost: (isLost) => {
        this.lost = isLost;
      },
    });
  }

  act(intent: Intent, wanted: Wanted | null): void {
    this.#wanted = wanted;
    if (!this.#socket?.act(intent)) this.#wanted = null;
  }

  /** To be done on the next connection that opens, or by `actPending`; `null` for nothing. */
  plan(intent: Intent | null, wanted: Wanted | null): void {
    this.#pending = intent;
    this.#wanted = wanted;
  }

  actPending(): void {
    const intent = this.#pending;
    this.#pending = null;
    if (intent) this.act(intent, this.#wanted);
  }

  dispose(): void {
    this.#leave();
    this.#isGone = true;
    this.#links?.dispose();
  }

  async #link(source: RunningSource): ReturnType<LazyLinks['open']> {
    const links = await this.#newLinks();
    // Nobody would close what is opened now.
    if (this.#isGone) throw new TypeError('The figure has gone');
    this.#links ??= links;
    return this.#links.open(source);
  }

  #leave(): void {
    this.#openings += 1;
    this.#socket?.leave();
    this.#socket = null;
  }

  #logged(log: FullLog, capture: Capture): void {
    const fresh = log.rows.slice(this.log.rows.length);
    this.log = log;
    this.#bytes = log.bytes;
    this.#capture = capture;
    this.madeWith = capture.madeWith;
    const wanted = this.#wanted;
    const row = wanted && fresh.find((each) => each.kind === 'frame' && wanted(each));
    if (row?.kind !== 'frame') return;
    this.#wanted = null;
    this.#found(row);
  }
}

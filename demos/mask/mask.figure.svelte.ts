import { createActor, type SnapshotFrom } from 'xstate';
import type { CaptureSource } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import type { RandomBytes } from '#demos/link/random-bytes.ts';
import type { PlaybackAct } from '#demos/machines/stepper.machine.ts';
import { NOT_LOADED } from '#demos/parts/not-loaded.ts';
import { evenTimes, Playback } from '#demos/parts/playback.svelte.ts';
import { equalBytes, utf8Encode } from '#demos/protocol/bytes.ts';
import { FIXED_KEY } from './attack.keys.ts';
import { type Desk, deskOf, deskOfFrame, type Way } from './mask.desk.ts';
import type { SentFrame } from './mask.frame.ts';
import type { HashState } from './mask.hash.ts';
import { statesOf } from './mask.machine.ts';
import type { MaskPart } from './mask.parts.ts';
import { type RecordedFrames, SentFrames } from './mask.sent.svelte.ts';
import { type SessionEvent, sessionMachine } from './mask-session.machine.ts';

const HELLO = 'Hello';
/** The step a reader sees first: the second byte, so that a sum is shown. */
const FIRST = 2;
const ZERO_KEY = new Uint8Array(4);

/** Where the model's next masking key comes from: fresh randomness, or the desk. */
type Keys = 'random' | 'desk';

/** The figure's state while it is on a page: a connection's masked frames, and a desk on which one of them lies. */
export class MaskFigure {
  desk = $state.raw() as Desk;
  way = $state.raw<Way>('mask');
  selected = $state.raw<MaskPart | null>(null);
  /** The listed frame that lies on the desk. */
  current = $state.raw<string | null>(null);

  readonly playback;
  readonly sent;
  readonly #session;
  #sitting = $state.raw() as SnapshotFrom<typeof sessionMachine>;
  #original: Desk;
  #keys: Keys = 'random';
  #companion = false;

  readonly states = $derived(statesOf(this.desk.payload.length));

  constructor(recorded: RecordedFrames) {
    const [first] = recorded.frames;
    if (!first) throw new TypeError('The recording holds no masked frame');
    this.desk = deskOfFrame(first);
    this.#original = this.desk;
    this.current = first.id;
    this.playback = new Playback(evenTimes(this.states.length), FIRST);
    const tell = (event: SessionEvent): void => this.#session.send(event);
    this.sent = new SentFrames(
      recorded,
      tell,
      (frame) => this.open(frame),
      (random) => this.#modelKey(random),
    );
    this.#session = createActor(
      sessionMachine.provide({
        actions: {
          showRecorded: () => this.#showRecorded(),
          openSocket: ({ event }) => {
            if (event.type === 'source.choose' && event.source !== 'recorded') void this.sent.open(event.source);
          },
        },
      }),
    );
    this.#sitting = this.#session.getSnapshot();
  }

  /** `companion`: the reader's own frames can be had. */
  wake(companion: boolean): void {
    this.#companion = companion;
    this.#session.subscribe((snapshot) => {
      this.#sitting = snapshot;
    });
    this.playback.start();
    this.#session.start();
  }

  dispose(): void {
    this.sent.dispose();
    this.playback.stop();
    this.#session.stop();
  }

  get index(): number {
    return Math.min(this.playback.index, this.states.length - 1);
  }
  get source(): CaptureSource {
    return this.#sitting.context.source;
  }
  get socket(): 'recorded' | 'opening' | 'open' | 'ended' {
    return this.#sitting.value;
  }
  get problem(): Problem | null {
    return this.#sitting.context.problem;
  }
  get changed(): boolean {
    return !equalBytes(this.desk.payload, this.#original.payload) || !equalBytes(this.desk.key, this.#original.key);
  }

  choose(source: CaptureSource): void {
    this.sent.plan([]);
    this.#session.send({ type: 'source.choose', source });
  }

  send(text: string): void {
    this.sent.send(text);
  }

  /** Lays a frame of the list on the desk. */
  open(frame: SentFrame): void {
    this.current = frame.id;
    this.#original = deskOfFrame(frame);
    this.#lay(this.#original);
    this.#toEnd();
  }

  /** What the reader changes on the desk was never sent. */
  put(change: Partial<Pick<Desk, 'payload' | 'key'>>): void {
    this.#lay({ ...this.desk, ...change });
    if (change.key) this.#keys = 'desk';
  }

  restore(): void {
    this.#keys = 'random';
    this.#lay(this.#original);
  }

  async freshKey(): Promise<void> {
    const code = await import('./mask.live.ts').catch(() => null);
    if (!code) return this.#session.send({ type: 'refused', problem: NOT_LOADED });
    this.put({ key: code.browserRandomBytes(4) });
    this.#keys = 'random';
  }
  zeroKey(): void {
    this.put({ key: ZERO_KEY });
  }
  rfcKey(): void {
    this.put({ key: FIXED_KEY });
  }

  turn(way: Way): void {
    if (way === this.way) return;
    this.way = way;
    this.selected = null;
    this.playback.go(0);
  }

  select(part: MaskPart | null): void {
    this.selected = part === this.selected ? null : part;
  }

  play(act: PlaybackAct): void {
    this.selected = null;
    this.playback.act(act);
  }

  go(index: number): void {
    this.selected = null;
    this.playback.go(index);
  }

  /** Runs a scenario that prose names. */
  run(name: string): void {
    if (name === 'hello') this.#sayHelloTwice();
    if (name === 'back') {
      this.turn('unmask');
      this.playback.go(0);
      this.playback.act('toggle');
    }
    if (name === 'zero-key') {
      this.way = 'mask';
      this.#lay(deskOf(utf8Encode(HELLO), ZERO_KEY));
      this.#toEnd();
    }
  }

  /** Goes where a link points. A link lays bytes on the desk and sends nothing: sending is the reader's act. */
  obey({ payload, key, way, step, part, source }: HashState): void {
    if (way) this.turn(way);
    if (payload || key) this.#lay(deskOf(payload ?? this.desk.payload, key ?? this.desk.key));
    if (step !== undefined) this.playback.go(step);
    if (part) this.selected = part;
    if (source && source !== this.source && (source !== 'live' || this.#companion)) this.choose(source);
  }

  /** Over the reader's own connection where there is one to be had; the recording holds the same word twice. */
  #sayHelloTwice(): void {
    if (this.source === 'live' && this.socket === 'open') {
      this.send(HELLO);
      this.send(HELLO);
      return;
    }
    this.choose(this.#companion ? 'live' : 'recorded');
    if (this.#companion) this.sent.plan([HELLO, HELLO]);
  }

  #modelKey(random: RandomBytes): Uint8Array {
    return this.#keys === 'random' ? random(4) : this.desk.key;
  }

  #showRecorded(): void {
    this.sent.showRecorded();
    const [first] = this.sent.frames;
    if (first) this.open(first);
  }

  #lay(desk: Desk): void {
    this.selected = null;
    this.desk = desk;
    this.playback.take(evenTimes(this.states.length));
  }

  #toEnd(): void {
    this.playback.go(this.states.length - 1);
  }
}

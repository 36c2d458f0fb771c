import { Decoding, type Progress } from './decoding.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

/** The longest input that a link carries, in bytes: base64 makes 2 KB of them. */
const LINKED = 1_300;

/** Answers a page's messages with one decoding at a time, and lets messages in between its steps. */
export class DecodingHost {
  readonly #post: (message: FromWorker) => void;
  readonly #later: (run: () => void) => void;
  #run = -1;
  #decoding: Decoding | null = null;
  #steps: Generator<Progress, void> | null = null;

  /** `later` runs a function once the messages that wait have been taken. */
  constructor(post: (message: FromWorker) => void, later: (run: () => void) => void) {
    this.#post = post;
    this.#later = later;
  }

  take(message: ToWorker): void {
    const { run } = message;
    if (message.type === 'decode') {
      this.#run = run;
      this.#decoding = new Decoding(message.input, message.settings);
      this.#steps = this.#decoding.run();
      this.#later(() => this.#step(run));
      return;
    }
    if (run !== this.#run || !this.#decoding) return;
    if (message.type === 'cancel') this.#steps = null;
    else if (message.type === 'capture') this.#post({ type: 'capture', run, capture: this.#decoding.capture() });
    else {
      const detail = this.#decoding.detail(message.row);
      if (detail) this.#post({ type: 'detail', run, detail });
    }
  }

  #step(run: number): void {
    if (run !== this.#run || !this.#steps || !this.#decoding) return;
    const { value, done } = this.#steps.next();
    if (done) {
      const { ended } = this.#decoding;
      const bytes = this.#decoding.bytes();
      if (ended)
        this.#post({ type: 'ended', run, ended, bytes: bytes && bytes.length <= LINKED ? bytes.slice() : null });
      return;
    }
    if (value.kind === 'recognised') this.#post({ type: 'recognised', run, guess: value.guess });
    else this.#post({ type: 'rows', run, rows: value.rows, done: value.done });
    this.#later(() => this.#step(run));
  }
}

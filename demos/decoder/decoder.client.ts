import type { Capture } from '#demos/capture/capture.ts';
import type { Input } from './input.ts';
import type { Settings } from './settings.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

// With the worker comes all that an input may need: from then on nothing is asked of a server.
export { heldOf } from './held.ts';

/** The decoder in its worker, from the page's side. Answers to an earlier input are dropped. */
export class DecoderClient {
  readonly #worker: Worker;
  readonly #tell: (message: FromWorker) => void;
  #run = 0;
  #captured: ((capture: Capture | null) => void) | null = null;

  /** `failed`: the worker's script could not be had. */
  constructor(tell: (message: FromWorker) => void, failed: () => void) {
    this.#tell = tell;
    this.#worker = new Worker(new URL('./decoder.worker.ts', import.meta.url), { type: 'module' });
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => this.#hear(data));
    this.#worker.addEventListener('error', failed);
  }

  decode(input: Input, settings: Settings): void {
    this.#run += 1;
    this.#captured = null;
    this.#ask({ type: 'decode', run: this.#run, input, settings });
  }

  cancel(): void {
    this.#ask({ type: 'cancel', run: this.#run });
  }

  detail(row: number): void {
    this.#ask({ type: 'detail', run: this.#run, row });
  }

  capture(): Promise<Capture | null> {
    return new Promise((resolve) => {
      this.#captured = resolve;
      this.#ask({ type: 'capture', run: this.#run });
    });
  }

  end(): void {
    this.#worker.terminate();
  }

  #ask(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  #hear(message: FromWorker): void {
    if (message.run !== this.#run) return;
    if (message.type === 'capture') this.#captured?.(message.capture);
    else this.#tell(message);
  }
}

import type { Intent } from '#demos/link/link.ts';
import type { RunningSource } from '#demos/link/links.ts';
import { NOT_LOADED } from '#demos/parts/not-loaded.ts';
import { LazyLinks } from './frames.links.ts';
import type { Trial } from './frames.trial.ts';
import type { SessionEvent, TrialBy } from './frames-session.machine.ts';

/** The trial of the frame on the bench, on links of its own: its connections are not the log's. */
export class TriedFrame {
  readonly #tell: (event: SessionEvent) => void;
  readonly #show: (trial: Trial | null) => void;
  readonly #links = new LazyLinks();
  #end = (): void => {};
  /** Counts the attempts: what belongs to an earlier one is taken no more. */
  #attempts = 0;

  /** `show` is given the trial as far as it has come; `null`: there is none. */
  constructor(tell: (event: SessionEvent) => void, show: (trial: Trial | null) => void) {
    this.#tell = tell;
    this.#show = show;
  }

  async start(by: TrialBy, source: RunningSource, bytes: Uint8Array): Promise<void> {
    this.forget();
    const attempt = this.#attempts;
    const parts = await this.#links.open(source).catch(() => null);
    if (attempt !== this.#attempts) return;
    if (!parts) return this.#tell({ type: 'trial.refused', problem: NOT_LOADED });
    const [link, { answerBytes, base64Encode, browserRandomBytes, rawBytes, startTrial }] = parts;
    const intent: Intent =
      by === 'server'
        ? { kind: 'send-raw', bytes: rawBytes(bytes, base64Encode(browserRandomBytes(16))) }
        : { kind: 'respond-with', ...answerBytes(bytes) };
    this.#end = startTrial(link, intent, by, {
      changed: (trial, settled) => {
        this.#show(trial);
        if (settled) this.#tell({ type: 'trial.settled' });
      },
      refused: (problem) => this.#tell({ type: 'trial.refused', problem }),
    });
  }

  forget(): void {
    this.#attempts += 1;
    this.#end();
    this.#end = () => {};
    this.#show(null);
  }

  dispose(): void {
    this.forget();
    this.#links.dispose();
  }
}

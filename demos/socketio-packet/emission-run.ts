import type { Capture } from '#demos/capture/capture.ts';
import { Late } from '#demos/parts/late.ts';
import type { Emission } from './emission.ts';
import { eventNamed, type Story } from './packet-story.ts';
import type { RunListener, SocketioLink } from './socketio-packet.live.ts';

/** What a figure is told of what it emits. */
export interface EmissionListener extends Pick<RunListener, 'refused' | 'lost'> {
  /** Called for every change. `index`: which packet to look at; `null`: the same one, for all that was emitted has passed. */
  story(story: Story, index: number | null, capture: Capture): void;
  /** The emission has passed, and its answer. */
  settled(): void;
}

/** Events emitted on a connection of the reader's own: what belongs to an earlier one is told no more. */
export class EmissionRun {
  readonly #live;
  #link: SocketioLink | null = null;
  #unfollow = (): void => {};
  /** Counts the emissions, so that what loads late does not start one that was overtaken. */
  #runs = 0;

  /** `failed`: the page's server is gone. */
  constructor(failed: () => void) {
    this.#live = new Late(() => import('./socketio-packet.live.ts'), failed);
  }

  /** `asked`: what to emit; `null`: an event that is acknowledged. */
  async start(asked: Emission | null, listener: EmissionListener): Promise<void> {
    this.stop();
    const run = this.#runs;
    await this.#live.reach();
    const live = this.#live.module;
    if (!live || run !== this.#runs) return;
    this.#link ??= live.openLink();
    const emission = asked ?? live.PLAIN;
    let settled = false;
    this.#unfollow = live.emitOn(this.#link, emission, {
      ...listener,
      story: (story, isSettled, capture) => {
        const found = eventNamed(story.log, emission.event);
        listener.story(story, settled ? null : found < 0 ? Math.max(0, story.log.length - 1) : found, capture);
        if (!isSettled || settled) return;
        settled = true;
        listener.settled();
      },
    });
  }

  stop(): void {
    this.#runs += 1;
    this.#unfollow();
    this.#unfollow = () => {};
  }

  dispose(): void {
    this.stop();
    this.#live.dispose();
    this.#link?.dispose();
  }
}

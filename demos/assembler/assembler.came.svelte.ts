import type { Capture } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import { createLinks } from '#demos/link/links.ts';
import { NOT_LOADED } from '#demos/parts/not-loaded.ts';
import type { Role } from '#demos/protocol/violation.ts';
import type { Placed } from './assembler.card.ts';
import type { Outcome } from './assembler.outcome.ts';
import type { Reading } from './assembler.reading.ts';
import type { Recorded } from './assembler.recorded.ts';
import type { RunId } from './assembler.runs.ts';
import type { SessionEvent } from './assembler-session.machine.ts';

type Codec = typeof import('./assembler.codec.ts');
const NOTHING_CAME: Outcome = { answers: [], told: [], ended: false };

/** What came of the timeline: as it was recorded, as the model has it, or as it was really answered. */
export class WhatCame {
  outcome = $state.raw<Outcome>(NOTHING_CAME);
  madeWith = $state.raw<Capture['madeWith']>({});
  lost = $state(false);

  readonly #recorded: Recorded;
  readonly #tell: (event: SessionEvent) => void;
  readonly #links = createLinks();
  #capture: Capture | null = null;
  /** Counts what was sent: what belongs to an earlier sending is taken no more. */
  #sendings = 0;
  #endSending = (): void => {};

  constructor(recorded: Recorded, run: RunId, from: Role, tell: (event: SessionEvent) => void) {
    this.#recorded = recorded;
    this.#tell = tell;
    this.#takeRecorded(run, from);
  }

  /** The capture on screen; for the recorded one, where the site keeps it. */
  get capture(): Capture | { readonly url: string } {
    return this.#capture ?? { url: this.#recorded.url };
  }

  showRecorded(run: RunId, from: Role): void {
    this.forget();
    this.#takeRecorded(run, from);
    this.#tell({ type: 'recording.lay' });
  }

  /** Works it out by the model. */
  compute({ modelCapture, outcomeOf }: Codec, cards: readonly Placed[], from: Role): void {
    this.forget();
    const capture = modelCapture(cards, from);
    if (capture) this.#take(capture, outcomeOf(capture, from));
  }

  /** Really sends the cards; `owed` says when all that is to come has come. */
  async send(cards: readonly Placed[], from: Role, owed: Reading): Promise<void> {
    this.forget();
    this.outcome = NOTHING_CAME;
    const sending = this.#sendings;
    const parts = await Promise.all([this.#links.open('live'), import('./assembler.live.ts')]).catch(() => null);
    if (sending !== this.#sendings) return;
    if (!parts) return this.#tell({ type: 'refused', problem: NOT_LOADED });
    const [link, { sendTimeline }] = parts;
    this.#endSending = sendTimeline(link, cards, from, owed, {
      came: (outcome, capture, settled) => {
        this.#take(capture, outcome);
        if (settled) this.#tell({ type: 'answered' });
      },
      refused: (problem: Problem) => this.#tell({ type: 'refused', problem }),
      lost: (isLost) => {
        this.lost = isLost;
      },
    });
  }

  forget(): void {
    this.#sendings += 1;
    this.#endSending();
    this.#endSending = () => {};
    this.lost = false;
  }

  dispose(): void {
    this.forget();
    this.#links.dispose();
  }

  #take(capture: Capture, outcome: Outcome): void {
    this.#capture = capture;
    this.madeWith = capture.madeWith;
    this.outcome = outcome;
  }

  #takeRecorded(run: RunId, from: Role): void {
    this.outcome = this.#recorded.runs[run].came[from];
    this.madeWith = this.#recorded.madeWith;
    this.#capture = null;
  }
}

import type { Capture } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import { doOrRefuse, followLink } from '#demos/link/follow.ts';
import type { Link } from '#demos/link/link.ts';
import { browserRandomBytes } from '#demos/link/random-bytes.ts';
import type { Role } from '#demos/protocol/violation.ts';
import { type Card, timelineBytes } from './assembler.card.ts';
import { intentOf } from './assembler.intent.ts';
import { type Outcome, outcomeOf } from './assembler.outcome.ts';
import { placeAnswers } from './assembler.place.ts';
import type { Reading } from './assembler.reading.ts';

export interface SendListener {
  /** More has come; `settled`: nothing else is owed. */
  came(outcome: Outcome, capture: Capture, settled: boolean): void;
  refused(problem: Problem): void;
  lost(isLost: boolean): void;
}

/** Everything that the receiver owes for it has come, or the receiver has ended the connection. */
export function isSettled(outcome: Outcome, owed: Reading, from: Role): boolean {
  if (outcome.ended || outcome.told.some(({ on }) => on === 'close')) return true;
  const messages = owed.steps.filter(({ told }) => told !== null).length;
  const toldAll = from === 'client' || outcome.told.filter(({ on }) => on === 'message').length >= messages;
  return toldAll && placeAnswers(owed, outcome.answers).missing === 0;
}

/** Sends a timeline on a connection of its own, with fresh keys, and follows it. Returns what ends the following. */
export function sendTimeline(
  link: Link,
  cards: readonly Card[],
  from: Role,
  owed: Reading,
  listener: SendListener,
): () => void {
  const stop = followLink(link, {
    captured() {
      const capture = link.capture.get();
      const outcome = outcomeOf(capture, from);
      listener.came(outcome, capture, isSettled(outcome, owed, from));
    },
    refused: (problem) => listener.refused(problem),
    lost: (isLost) => listener.lost(isLost),
  });
  const frames = timelineBytes(cards, from, () => browserRandomBytes(4));
  doOrRefuse(link, intentOf(frames, from, browserRandomBytes(16)), listener.refused);
  return stop;
}

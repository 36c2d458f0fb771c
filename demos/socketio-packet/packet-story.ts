import type { Capture } from '#demos/capture/capture.ts';
import { answerTo, type LoggedPacket } from './logged-packet.ts';

/** A connection's packets. Plain data: the recorded one is told at build time and sent with the page. */
export interface Story {
  readonly log: readonly LoggedPacket[];
  readonly madeWith: Capture['madeWith'];
  /** When the connection was opened, in milliseconds on the capture's clock. */
  readonly zero: number;
}

/** Where a story is looked at first: at the first event that was acknowledged, or else at its last event. */
export function firstLook(log: readonly LoggedPacket[]): number {
  const answered = log.findIndex((_, index) => answerTo(log, index) !== null);
  if (answered >= 0) return answered;
  return Math.max(
    0,
    log.findLastIndex(({ packet }) => packet?.type.endsWith('EVENT')),
  );
}

/** The first event of a name; -1 where there is none. */
export const eventNamed = (log: readonly LoggedPacket[], name: string): number =>
  log.findIndex(({ content }) => content?.type === 'EVENT' && content.data[0] === name);

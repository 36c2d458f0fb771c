import { equalBytes } from '#demos/protocol/bytes.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';
import type { Answer, Reading } from './assembler.reading.ts';

/** The answers under the frames that they answer, and those that no frame explains. */
export interface PlacedAnswers {
  /** One for each frame. */
  readonly byFrame: readonly (readonly Answer[])[];
  readonly beside: readonly Answer[];
  /** The receiver owes answers that have not come. */
  readonly missing: number;
}

const closeCode = ({ payload: [high = 0, low = 0] }: Answer): number => (high << 8) | low;

/** A Close is the same by its code: what a receiver writes beside it is its own. */
export const sameAnswer = (a: Answer, b: Answer): boolean =>
  a.opcode === b.opcode &&
  (a.opcode === OPCODE.close ? closeCode(a) === closeCode(b) : equalBytes(a.payload, b.payload));

/** Lays each answer under the frame that asked for it: answers come in the order of what they answer. */
export function placeAnswers({ steps }: Reading, answers: readonly Answer[]): PlacedAnswers {
  const left = [...answers];
  let missing = 0;
  const byFrame = steps.map(({ answer }) => {
    const [next] = left;
    if (answer === null) return [];
    if (next === undefined || !sameAnswer(next, answer)) {
      missing += 1;
      return [];
    }
    left.shift();
    return [next];
  });
  return { byFrame, beside: left, missing };
}

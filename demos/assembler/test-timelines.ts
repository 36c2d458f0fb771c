import fc from 'fast-check';
import { utf8Encode } from '#demos/protocol/bytes.ts';
import { type Card, cardOf } from './assembler.card.ts';

const FIN = 0x80;
/** Pieces that make characters, halves of characters, and what is none. */
const PIECES = ['', '48', 'e282', 'ac', 'e2', '82ac', 'c328', 'ff', 'f09f', '9880', 'efbbbf'].map((hex) =>
  Uint8Array.from(Buffer.from(hex, 'hex')),
);
const CLOSES = ['', '03e8', '03e8646f6e65', '03', '03ed', '03e8ff', '0fa0'].map((hex) =>
  Uint8Array.from(Buffer.from(hex, 'hex')),
);

const piece = fc.constantFrom(...PIECES);
const often = (first: number, payload: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Card> =>
  payload.map((bytes) => cardOf(first, bytes));

/** One frame: most often one that is legal somewhere. */
export const anyCard: fc.Arbitrary<Card> = fc.oneof(
  { weight: 4, arbitrary: fc.oneof(...[0x01, 0x81, 0x00, 0x00, 0x80, 0x80].map((first) => often(first, piece))) },
  { weight: 1, arbitrary: fc.oneof(...[0x02, 0x82].map((first) => often(first, piece))) },
  { weight: 2, arbitrary: fc.oneof(...[0x89, 0x8a].map((first) => often(first, piece))) },
  { weight: 1, arbitrary: often(0x88, fc.constantFrom(...CLOSES)) },
  // Broken by themselves: fragmented control frames, reserved bits and opcodes, 126 bytes where 125 may be.
  {
    weight: 1,
    arbitrary: fc.constantFrom(0x09, 0x08, 0xc1, 0xa1, 0x91, 0x83, 0x8b).map((f) => cardOf(f, utf8Encode('x'))),
  },
  { weight: 1, arbitrary: fc.constantFrom(125, 126).map((n) => cardOf(0x09 | FIN, new Uint8Array(n).fill(0x78))) },
);

export const anyTimeline: fc.Arbitrary<readonly Card[]> = fc.array(anyCard, { minLength: 1, maxLength: 8 });

import { utf8Encode } from '#demos/protocol/bytes.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';
import { type Card, cardOf } from './assembler.card.ts';

/** The scenarios that prose may run. */
export const RUN_IDS = [
  'hello-in-three',
  'ping-between',
  'split-euro',
  'interleaved',
  'orphan-continuation',
  'bad-utf8',
  'long-ping',
] as const;
export type RunId = (typeof RUN_IDS)[number];

export const isRun = (name: string): name is RunId => (RUN_IDS as readonly string[]).includes(name);

const FIN = 0x80;
const frame = (first: number, payload: string | readonly number[]): Card =>
  cardOf(first, typeof payload === 'string' ? utf8Encode(payload) : Uint8Array.from(payload));

/** The frames of each scenario, in the order they are sent. */
export const RUNS: Readonly<Record<RunId, readonly Card[]>> = {
  'hello-in-three': [frame(OPCODE.text, 'He'), frame(OPCODE.continuation, 'l'), frame(OPCODE.continuation | FIN, 'lo')],
  'ping-between': [frame(OPCODE.text, 'Hel'), frame(OPCODE.ping | FIN, 'now?'), frame(OPCODE.continuation | FIN, 'lo')],
  // € is e2 82 ac: the first frame holds two of its three bytes.
  'split-euro': [frame(OPCODE.text, [0xe2, 0x82]), frame(OPCODE.continuation | FIN, [0xac])],
  interleaved: [
    frame(OPCODE.text, 'Hel'),
    frame(OPCODE.text, 'Bon'),
    frame(OPCODE.continuation | FIN, 'lo'),
    frame(OPCODE.continuation | FIN, 'jour'),
  ],
  'orphan-continuation': [frame(OPCODE.continuation | FIN, 'lo')],
  'bad-utf8': [frame(OPCODE.text, [0xc3, 0x28]), frame(OPCODE.continuation | FIN, '!')],
  'long-ping': [frame(OPCODE.ping | FIN, 'x'.repeat(125)), frame(OPCODE.ping | FIN, 'x'.repeat(126))],
};

/** The tray: what lies ready to be put on the timeline. Each shows one thing. */
export const TRAY: readonly Card[] = [
  frame(OPCODE.text | FIN, 'Hello'),
  frame(OPCODE.text, 'Hel'),
  frame(OPCODE.continuation | FIN, 'lo'),
  frame(OPCODE.text, [0xe2, 0x82]),
  frame(OPCODE.continuation | FIN, [0xac]),
  frame(OPCODE.binary | FIN, [1, 2, 3]),
  frame(OPCODE.ping | FIN, 'now?'),
  frame(OPCODE.pong | FIN, ''),
  frame(OPCODE.close | FIN, [0x03, 0xe8]),
];

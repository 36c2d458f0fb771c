import type { Intent } from '#demos/link/link.ts';
import { fromHex, utf8Encode } from '#demos/protocol/bytes.ts';
import { encodeClosePayload } from '#demos/protocol/close-payload.ts';
import type { FrameHeader } from '#demos/protocol/frame.ts';
import { encodeUnchecked } from '#demos/protocol/frame-encoder.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';
import { type Bench, benchOf } from './frames.bench.ts';
import type { FrameRow } from './frames.log.ts';

/** The scenarios that prose may run. */
export const RUN_IDS = [
  'hello',
  'e-acute',
  'length-125',
  'length-126',
  'length-65536',
  'non-minimal',
  'rsv1',
  'unmasked',
  'reserved-opcode',
  'ping',
  'fragmented-ping',
  'close',
  'fragments',
] as const;
export type RunId = (typeof RUN_IDS)[number];

export interface Run {
  /** The frame, as a client sends it. */
  readonly bench: Bench;
  /** Which of a log's frames is the same case; `null`: no peer that keeps the rules sends it. */
  readonly isIn: ((row: FrameRow) => boolean) | null;
}

/** The masking key of RFC 6455 §5.7's example. */
export const EXAMPLE_KEY = fromHex('37 fa 21 3d');

const TEXT: FrameHeader = {
  fin: true,
  rsv1: false,
  rsv2: false,
  rsv3: false,
  opcode: OPCODE.text,
  maskingKey: EXAMPLE_KEY,
  lengthForm: 7,
  length: 0,
};
const HELLO = utf8Encode('Hello');

const frame = (change: Partial<FrameHeader>, payload: Uint8Array): Bench =>
  benchOf(encodeUnchecked({ ...TEXT, length: payload.length, ...change }, payload), 'client');

const letters = (count: number): Uint8Array => new Uint8Array(count).fill(0x78);
const textOf = (text: string) => (row: FrameRow) =>
  row.fin && row.opcode === OPCODE.text && row.payload.kind === 'text' && row.payload.text === text;
const textOfLength = (length: number) => (row: FrameRow) =>
  row.fin && row.opcode === OPCODE.text && row.length === length;
const opcode = (wanted: number) => (row: FrameRow) => row.opcode === wanted;

export const RUNS: Readonly<Record<RunId, Run>> = {
  hello: { bench: frame({}, HELLO), isIn: textOf('Hello') },
  'e-acute': { bench: frame({}, utf8Encode('é')), isIn: textOf('é') },
  'length-125': { bench: frame({}, letters(125)), isIn: textOfLength(125) },
  'length-126': { bench: frame({ lengthForm: 16 }, letters(126)), isIn: textOfLength(126) },
  'length-65536': { bench: frame({ lengthForm: 64 }, letters(65_536)), isIn: textOfLength(65_536) },
  'non-minimal': { bench: frame({ lengthForm: 16 }, HELLO), isIn: null },
  rsv1: { bench: frame({ rsv1: true }, HELLO), isIn: null },
  unmasked: { bench: frame({ maskingKey: null }, HELLO), isIn: null },
  'reserved-opcode': { bench: frame({ opcode: 3 }, HELLO), isIn: null },
  ping: { bench: frame({ opcode: OPCODE.ping }, HELLO), isIn: opcode(OPCODE.ping) },
  'fragmented-ping': { bench: frame({ opcode: OPCODE.ping, fin: false }, HELLO), isIn: null },
  close: { bench: frame({ opcode: OPCODE.close }, encodeClosePayload(1000, 'done')), isIn: opcode(OPCODE.close) },
  fragments: { bench: frame({ fin: false }, utf8Encode('Hel')), isIn: ({ fin }) => !fin },
};

export const isRun = (name: string): name is RunId => (RUN_IDS as readonly string[]).includes(name);

/** What a run asks of an open connection so that its frame passes; `null`: only a broken peer sends such a frame. */
export const INTENTS: Partial<Readonly<Record<RunId, Intent>>> = {
  hello: { kind: 'send', data: 'Hello' },
  'e-acute': { kind: 'send', data: 'é' },
  'length-125': { kind: 'send', data: 'x'.repeat(125) },
  'length-126': { kind: 'send', data: 'x'.repeat(126) },
  'length-65536': { kind: 'send', data: 'x'.repeat(65_536) },
  ping: { kind: 'server', act: { do: 'ping', payload: 'Hello' } },
  close: { kind: 'close', code: 1000, reason: 'done' },
  fragments: { kind: 'server', act: { do: 'send', parts: ['Hel', 'lo'], pingBetween: true } },
};

import { type RaceEvent, raceBatch, raceEventText, raceStreamText } from '#demos/capture/race-event.ts';
import { raceQuery } from '#demos/capture/race-target.ts';
import { latin1Encode } from '#demos/protocol/bytes.ts';
import { encodeFrame } from '#demos/protocol/frame-encoder.ts';
import type { LaneId } from './race.lanes.ts';

/** The heads that a browser and the companion really sent, by their lengths in bytes. */
export interface RaceHeads {
  /** `after` without its digits, and `Content-Length` without its own, where a lane has them. */
  readonly lengths: Readonly<Record<LaneId, { readonly up: number; readonly down: number }>>;
  /** How long an idle connection is kept, by the responses' own `Keep-Alive`. */
  readonly keepAliveMs: number;
}

export const digits = (value: number): number => String(value).length;
/** Lanes whose requests say what they have, and whose responses say how long they are. */
export const asksAgain = (lane: LaneId): boolean => lane === 'polling' || lane === 'long-polling';

/** What one message of each kind is on the wire, in bytes: made once, by what makes it on the wire. */
export interface RaceSizes {
  /** A request head; `known`: the last event that the client has. */
  up(lane: LaneId, known: number): number;
  /** A response head before a body of this length. */
  down(lane: LaneId, body: number): number;
  /** A poll's body. */
  batch(events: number): number;
  /** One event on a lane that stays open: a chunk of the stream, or a frame. */
  readonly event: Readonly<Record<'sse' | 'websocket', number>>;
  /** The bytes that bring these events: one on a lane that stays open. */
  sample(lane: LaneId, events: readonly RaceEvent[]): Uint8Array;
  /** The closing handshake of the WebSocket, which this page begins. */
  readonly close: { readonly up: number; readonly down: number };
}

const EVENT = { n: 1, at: 0 } as const;
const KEY = new Uint8Array(4);
/** 1000 and no reason (RFC 6455 §5.5.1). */
const NORMAL = Uint8Array.of(0x03, 0xe8);

/** One chunk of a body: its length in hexadecimal digits, a line end, the data, a line end (RFC 9112 §7.1). */
const chunk = (data: string): Uint8Array => latin1Encode(`${data.length.toString(16)}\r\n${data}\r\n`);

const frame = (text: string): Uint8Array =>
  encodeFrame({ kind: 'data', opcode: 1, fin: true, rsv1: false, from: 'server', payload: latin1Encode(text) });

function sample(lane: LaneId, events: readonly RaceEvent[]): Uint8Array {
  const [event = EVENT] = events;
  if (lane === 'websocket') return frame(raceEventText(event));
  return lane === 'sse' ? chunk(raceStreamText(event)) : latin1Encode(raceBatch(events));
}

export function sizesOf({ lengths }: RaceHeads, extra: number): RaceSizes {
  const longer = Object.entries(raceQuery({ extra })).reduce(
    (all, [name, { length }]) => all + `&${name}=`.length + length,
    0,
  );
  const empty = raceBatch([]).length;
  const one = raceBatch([EVENT]).length - empty;
  const comma = raceBatch([EVENT, EVENT]).length - empty - 2 * one;
  const close = { kind: 'control', opcode: 8, payload: NORMAL } as const;
  return {
    up: (lane, known) => lengths[lane].up + longer + (asksAgain(lane) ? digits(known) : 0),
    down: (lane, body) => lengths[lane].down + (asksAgain(lane) ? digits(body) : 0),
    batch: (events) => empty + events * one + Math.max(0, events - 1) * comma,
    event: { sse: sample('sse', [EVENT]).length, websocket: sample('websocket', [EVENT]).length },
    sample,
    close: {
      up: encodeFrame({ ...close, from: 'client', maskingKey: KEY }).length,
      down: encodeFrame({ ...close, from: 'server' }).length,
    },
  };
}

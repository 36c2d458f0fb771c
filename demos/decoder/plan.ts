import type { CaptureEvent, Direction, WireCaptureEvent } from '#demos/capture/capture.ts';
import type { Established } from '#demos/capture/connection-reader.ts';
import { dissect } from '#demos/capture/dissect.ts';
import { isWireEvent } from '#demos/capture/event-kinds.ts';
import { isHead } from '#demos/capture/first-bytes.ts';
import { readFrameHeader } from '#demos/protocol/frame-header.ts';
import { isControlOpcode } from '#demos/protocol/opcode.ts';
import type { ByteRun, Recognised } from './input.ts';
import type { Guess, Settings } from './settings.ts';
import { split } from './split.ts';

/** Where bytes of a stream stand in the input: from `offset` on those of run `run` from `start` on. */
export interface Origin {
  readonly offset: number;
  readonly run: number;
  readonly start: number;
}

/** What is to be dissected, and how. */
export interface Plan {
  readonly events: readonly WireCaptureEvent[];
  readonly established: ReadonlyMap<string, Established>;
  /** By stream, `pasted/client-to-server`; empty for JSON. */
  readonly origins: ReadonlyMap<string, readonly Origin[]>;
  readonly runs: readonly ByteRun[];
  readonly guess: Guess;
}

type Bytes = Extract<Recognised, { kind: 'bytes' }>;
type Captured = Extract<Recognised, { kind: 'capture' }>;

const FRAMES = 'pasted-frames';
/** Bytes that are dissected in one step: a worker listens between two. */
const STEP = 1 << 13;
const PACKETS_TARGET = '/socket.io/?EIO=4&transport=websocket';
const EXTENSIONS = {
  off: '',
  agreed: '',
  takeover: 'permessage-deflate',
  'no-takeover': 'permessage-deflate; client_no_context_takeover; server_no_context_takeover',
} as const;

/** Settles what is left open and turns the input into a capture's events. */
export const planOf = (recognised: Bytes | Captured, settings: Settings): Plan =>
  recognised.kind === 'bytes' ? planBytes(recognised, settings) : planCapture(recognised, settings);

const DIRECTION = { client: 'client-to-server', server: 'server-to-client' } as const;

function planBytes({ form, dump, runs }: Bytes, settings: Settings): Plan {
  const forced = settings.from === 'auto' ? null : DIRECTION[settings.from];
  const splits = runs.map(({ bytes, direction }) => split(bytes, forced ?? direction));
  const switched = splits.some((one) => one.switched);
  const asked = splits.find(({ request }) => request !== null)?.request?.target ?? null;
  const origins = new Map<string, Origin[]>();
  const events: WireCaptureEvent[] = [];
  const ends = new Map<string, number>();
  let total = 0;
  for (const [run, { pieces }] of splits.entries())
    for (const { direction, kind, start, end } of pieces) {
      // Frames that no 101 stands before are read as a connection of their own: its handshake is not here.
      const connection = kind === 'frames' && !switched ? FRAMES : 'pasted';
      const stream = `${connection}/${direction}`;
      const offset = ends.get(stream) ?? 0;
      ends.set(stream, offset + end - start);
      const known = origins.get(stream) ?? [];
      origins.set(stream, known);
      known.push({ offset, run, start });
      total += end - start;
      for (let at = start; at < end; at += STEP)
        events.push({
          id: `raw-client:${events.length}`,
          at: 0,
          connection,
          kind: 'bytes',
          direction,
          offset: offset + at - start,
          bytes: runs[run]?.bytes.subarray(at, Math.min(end, at + STEP)) ?? new Uint8Array(),
        });
    }
  const open = events.filter(({ connection }) => connection === FRAMES);
  const settled = settle(open, settings, asked);
  const directions = new Set(events.map((event) => ('direction' in event ? event.direction : '')));
  return {
    events,
    established: new Map([[FRAMES, settled.established]]),
    origins,
    runs,
    guess: {
      form,
      ...(dump && { dump }),
      bytes: total,
      from: directions.size > 1 ? 'both' : directions.has('client-to-server') ? 'client' : 'server',
      handshake: switched,
      deflate: switched ? 'agreed' : settled.deflate,
      packets: settled.packets,
    },
  };
}

function planCapture({ form, capture, established, leftOut }: Captured, settings: Settings): Plan {
  const events = capture.events.filter(isWireEvent);
  const all = new Map(established);
  let settled: Settled | null = null;
  const wire = events.filter((event) => event.kind === 'bytes');
  if (form !== 'har')
    for (const [connection, own] of Map.groupBy(wire, (event) => event.connection)) {
      const first = own.find(({ offset }) => offset === 0);
      if (!first || isHead(first.bytes)) continue;
      settled = settle(own, settings, null);
      all.set(connection, settled.established);
    }
  const directions = new Set(wire.map(({ direction }) => direction));
  return {
    events,
    established: all,
    origins: new Map(),
    runs: [],
    guess: {
      form,
      bytes: wire.reduce((sum, { bytes }) => sum + bytes.length, 0),
      from: directions.size > 1 ? 'both' : directions.has('client-to-server') ? 'client' : 'server',
      handshake: settled === null,
      deflate: settled?.deflate ?? 'agreed',
      packets: settled?.packets ?? false,
      ...(leftOut && { leftOut }),
    },
  };
}

interface Settled {
  readonly established: Established;
  readonly deflate: 'off' | 'takeover' | 'no-takeover';
  readonly packets: boolean;
}

/** What a handshake that is not here may have agreed on, from the frames themselves. */
function settle(
  events: readonly WireCaptureEvent[],
  { deflate: wanted, packets }: Settings,
  asked: string | null,
): Settled {
  const deflate = wanted === 'auto' ? (hasCompressed(events) ? 'takeover' : 'off') : wanted;
  const extensions = EXTENSIONS[deflate];
  const hasPackets = packets === 'auto' ? asked === null && looksLikePackets(events, extensions) : packets === 'on';
  const target = hasPackets ? PACKETS_TARGET : packets === 'off' ? '/' : (asked ?? '/');
  return { established: { target, extensions }, deflate, packets: hasPackets };
}

/** RSV1 on a data frame: permessage-deflate, the only registered extension that uses it (RFC 7692 §6). */
function hasCompressed(events: readonly WireCaptureEvent[]): boolean {
  return (['client-to-server', 'server-to-client'] as const).some((direction) => {
    const bytes = streamOf(events, direction);
    for (let at = 0; at < bytes.length; ) {
      const read = readFrameHeader(bytes, at);
      if (!read) return false;
      if (read.header.rsv1 && !isControlOpcode(read.header.opcode)) return true;
      at += read.byteLength + Number(read.header.length);
    }
    return false;
  });
}

/** Not `concat(...)`: events may be more than an argument list holds. */
function streamOf(events: readonly WireCaptureEvent[], direction: Direction): Uint8Array {
  const parts = events.flatMap((event) =>
    event.kind === 'bytes' && event.direction === direction ? [event.bytes] : [],
  );
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const SAMPLE = 1 << 14;

/** Whether the first messages are all Engine.IO packets, and one of them is of a kind that nothing else looks like. */
function looksLikePackets(events: readonly CaptureEvent[], extensions: string): boolean {
  let left = SAMPLE;
  const sample = events.flatMap((event) => {
    if (left <= 0 || !isWireEvent(event) || event.kind !== 'bytes') return [];
    const bytes = event.bytes.subarray(0, left);
    left -= bytes.length;
    return [{ ...event, bytes }];
  });
  const { units } = dissect(sample, { established: () => ({ target: '/', extensions }) });
  const texts = units.flatMap(({ field, value }) =>
    field === 'ws.message' && typeof value === 'string' ? [value] : [],
  );
  return (
    texts.length > 0 &&
    texts.every((text) => /^[0-6]/.test(text)) &&
    texts.some((text) => /^(?:0\{"sid"|4[0-6](?:$|[\d/,{["-]))/.test(text))
  );
}

import type { Capture, CaptureEvent, Direction, WireCaptureEvent } from '#demos/capture/capture.ts';
import { ConnectionReader } from '#demos/capture/connection-reader.ts';
import { isWireEvent } from '#demos/capture/event-kinds.ts';
import type { StreamBytes } from '#demos/capture/stream-bytes.ts';
import type { WireItem } from '#demos/capture/wire-item.ts';
import { toHex, utf8DecodeLenient } from '#demos/protocol/bytes.ts';
import { decodeClosePayload } from '#demos/protocol/close-payload.ts';
import type { DecodedFrame } from '#demos/protocol/frame.ts';
import { isControlOpcode, OPCODE } from '#demos/protocol/opcode.ts';
import type { RuleId } from '#demos/protocol/rules.ts';
import type { After } from './frames.after.ts';

/** How a frame's payload is told in one line. */
export type Preview =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string; readonly cut: boolean }
  | { readonly kind: 'bytes'; readonly hex: string; readonly cut: boolean }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string };

interface RowBase {
  /** Names the row while the capture grows. */
  readonly key: string;
  readonly connection: string;
  /** Milliseconds from the connection's opening. */
  readonly at: number;
  readonly direction: Direction;
}

export interface FrameRow extends RowBase {
  readonly kind: 'frame';
  readonly opcode: number;
  readonly fin: boolean;
  /** Bytes of payload announced. */
  readonly length: number;
  readonly payload: Preview;
  /** Bytes on the wire, header included. */
  readonly wire: number;
  /** The first of them, at most `KEPT`. */
  readonly hex: string;
  readonly after: After;
  readonly broken: { readonly rule: RuleId; readonly closeCode: number | null } | null;
}

export interface EndRow extends RowBase {
  readonly kind: 'fin' | 'rst';
}

export type LogRow = FrameRow | EndRow;

/** What passed on a capture's connections after their handshakes: plain data, small enough to be sent with the page. */
export interface Log {
  readonly rows: readonly LogRow[];
  /** Bytes of HTTP before the first frame, by direction. */
  readonly http: Readonly<Record<Direction, number>>;
}

/** A log whose frames can be had whole. */
export interface FullLog extends Log {
  /** Every byte of a row's frame that the capture kept, by the row's key. */
  readonly bytes: ReadonlyMap<string, Uint8Array>;
}

/** Bytes of a frame that a row keeps: the longest header, and the longest control frame's payload. */
export const KEPT = 140;
const SHOWN = 24;

/** Reads a capture's events as they come; `log` grows with them. */
export class LogReader {
  #rows: readonly LogRow[] = [];
  readonly #bytes = new Map<string, Uint8Array>();
  readonly #http: Record<Direction, number> = { 'client-to-server': 0, 'server-to-client': 0 };
  readonly #connections = new Map<string, OpenLog>();

  get log(): FullLog {
    return { rows: this.#rows, http: { ...this.#http }, bytes: this.#bytes };
  }

  push(events: readonly CaptureEvent[]): void {
    this.#rows = [...this.#rows, ...events.filter(isWireEvent).flatMap((event) => this.#read(event))];
  }

  #read(event: WireCaptureEvent): readonly LogRow[] {
    const known = this.#connections.get(event.connection);
    const one = known ?? { reader: new ConnectionReader({}), zero: event.at, after: new Map<Direction, After>() };
    if (!known) this.#connections.set(event.connection, one);
    const base = { connection: event.connection, at: event.at - one.zero };
    const rows: LogRow[] = [];
    for (const item of one.reader.push(event)) {
      const { direction } = item;
      if (item.kind === 'request' || item.kind === 'response') this.#http[direction] += item.end - item.start;
      if (item.kind !== 'frame' && item.kind !== 'broken-frame') continue;
      const key = `${event.id}/${rows.length}`;
      const after = one.after.get(direction) ?? 'nothing';
      const { whole, ...told } = frameRow(item, one.reader[direction].stream);
      rows.push({ ...base, kind: 'frame', key, direction, after, ...told });
      this.#bytes.set(key, whole);
      one.after.set(direction, nowAfter(told, after));
    }
    if (event.kind === 'fin' || event.kind === 'rst')
      rows.push({ ...base, kind: event.kind, key: `${event.id}/end`, direction: event.direction });
    return rows;
  }
}

interface OpenLog {
  readonly reader: ConnectionReader;
  readonly zero: number;
  /** What each direction's next frame comes after. */
  readonly after: Map<Direction, After>;
}

/** Every frame of a whole capture, both ways, as it orders them. */
export function logOf({ events }: Pick<Capture, 'events'>): FullLog {
  const reader = new LogReader();
  reader.push(events);
  return reader.log;
}

type Told = Omit<FrameRow, keyof RowBase | 'kind' | 'after'>;
type Whole = Told & { readonly whole: Uint8Array };

function frameRow(item: WireItem & { kind: 'frame' | 'broken-frame' }, stream: StreamBytes): Whole {
  const { origin } = item;
  if (item.kind === 'broken-frame') {
    const { headerSpan, violation } = item.broken;
    const start = origin + headerSpan.start / 8;
    // What follows the breach was never parsed: nobody knows where this frame ends.
    const whole = new Uint8Array(stream.slice(start, stream.end));
    const [first = 0, second = 0] = whole;
    return {
      whole,
      opcode: first & 0x0f,
      fin: (first & 0x80) !== 0,
      length: second & 0x7f,
      payload: { kind: 'none' },
      wire: stream.end - start,
      hex: toHex(whole.subarray(0, KEPT)),
      broken: { rule: violation.rule, closeCode: violation.closeCode },
    };
  }
  const { frame, assembled } = item;
  const start = origin + frame.headerSpan.start / 8;
  const end = origin + frame.payloadSpan.end / 8;
  const whole = new Uint8Array(stream.slice(start, end));
  const broken = assembled?.kind === 'violation' ? assembled.violation : null;
  return {
    whole,
    opcode: frame.header.opcode,
    fin: frame.header.fin,
    length: Number(frame.header.length),
    payload: preview(frame),
    wire: end - start,
    hex: toHex(whole.subarray(0, KEPT)),
    broken: broken && { rule: broken.rule, closeCode: broken.closeCode },
  };
}

function preview({ header, payload }: DecodedFrame): Preview {
  const { opcode } = header;
  if (payload.length === 0) return { kind: 'none' };
  if (opcode === OPCODE.close) {
    const read = decodeClosePayload(payload, { from: 'client', policy: 'rfc' });
    if (read.kind === 'close' && read.close.code !== null)
      return { kind: 'close', code: read.close.code, reason: read.close.reason };
  }
  const cut = payload.length > SHOWN;
  const first = payload.subarray(0, SHOWN);
  const text = utf8DecodeLenient(first);
  const readable = !text.slice(0, cut ? -1 : undefined).includes('�') && ![...text].some(isControlCharacter);
  return readable && opcode !== OPCODE.binary
    ? { kind: 'text', text: cut ? text.replace(/�$/, '') : text, cut }
    : { kind: 'bytes', hex: toHex(first.subarray(0, 8)), cut: payload.length > 8 };
}

const isControlCharacter = (character: string): boolean => (character.codePointAt(0) ?? 0) < 0x20;

/** What the sender's next frame comes after. */
function nowAfter({ opcode, fin }: Told, before: After): After {
  if (opcode === OPCODE.close) return 'close';
  if (isControlOpcode(opcode)) return before;
  return fin ? 'nothing' : 'fragment';
}

import type { Direction } from '#demos/capture/capture.ts';
import { annotateFrameHeader } from '#demos/capture/dissect-frame.ts';
import type { Space, Unit } from '#demos/capture/dissection.ts';
import { readFrameHeader } from '#demos/protocol/frame-header.ts';
import { source } from '#demos/protocol/source.ts';
import { byteSpan } from '#demos/protocol/span.ts';
import { violationIn } from './row.ts';

/** Where the last unit of a stream ended, in bytes; whether it broke a rule; when it came. */
interface End {
  readonly end: number;
  readonly failed: boolean;
  readonly at: number;
}

/** Keeps account of how far each stream was read. */
export class StreamEnds {
  readonly #ends = new Map<string, End>();
  /** Connections that have switched to frames. */
  readonly #framed: Set<string>;

  /** `framed`: connections that begin with frames. */
  constructor(framed: Iterable<string>) {
    this.#framed = new Set(framed);
  }

  add(unit: Unit): void {
    if (unit.field === 'ws.frame' || / 101 /.test(String(unit.value))) this.#framed.add(unit.connection);
    const end = Math.ceil(unit.span.end / 8);
    this.#ends.set(unit.space, { end, failed: violationIn(unit) !== null, at: unit.at });
  }

  /** The bytes of a stream after its last unit, as a unit: what a violation left unread, or the beginning of something. */
  rest(stream: Space): { readonly unit: Unit; readonly bytes: Uint8Array } | null {
    const last = this.#ends.get(stream.id) ?? { end: 0, failed: false, at: 0 };
    const bytes = stream.bytes.subarray(last.end);
    if (bytes.length === 0) return null;
    const at = stream.id.lastIndexOf('/');
    const connection = stream.id.slice(0, at);
    const from = { connection, direction: stream.id.slice(at + 1) as Direction };
    return { unit: restUnit(from, stream, last, this.#framed.has(connection)), bytes };
  }
}

/** What was not read: of an unfinished frame as much of its header as is there. */
function restUnit(
  from: Pick<Unit, 'connection' | 'direction'>,
  space: Space,
  { end, failed, at }: End,
  framed: boolean,
): Unit {
  const rest = space.bytes.subarray(end);
  const headerBytes = readFrameHeader(rest)?.byteLength ?? rest.length;
  const isFrame = framed && !failed;
  return {
    ...from,
    field: framed ? 'ws.frame' : 'http.body',
    space: space.id,
    span: byteSpan(end, space.bytes.length),
    value: (rest[0] ?? 0) & 0x0f,
    source: source(framed ? 'RFC 6455' : 'RFC 9112', framed ? '5.2' : '2.1'),
    children: isFrame ? annotateFrameHeader(rest.subarray(0, headerBytes), space.id, end) : [],
    completedBy: 'raw-client:0',
    at,
  };
}

import type { MessageViolation } from '#demos/protocol/message.ts';
import { source } from '#demos/protocol/source.ts';
import { byteSpan, type Span } from '#demos/protocol/span.ts';
import { placeViolation } from './annotate.ts';
import type { CaptureEvent, Direction, WireCaptureEvent } from './capture.ts';
import { ConnectionReader, type Established, type ReaderOptions } from './connection-reader.ts';
import { annotateFrameHeader } from './dissect-frame.ts';
import { annotateHead } from './dissect-http.ts';
import {
  annotateClosePayload,
  annotateMessage,
  corruptPlace,
  messageSpaces,
  missingBytes,
  type PayloadPlace,
} from './dissect-messages.ts';
import { EngineioReader, isEngineioWebsocket } from './dissect-socketio.ts';
import type { Annotation, Dissected, Dissector, Space, Unit } from './dissection.ts';
import { isWireEvent } from './event-kinds.ts';
import type { StreamBytes } from './stream-bytes.ts';
import type { WireItem } from './wire-item.ts';

export interface DissectorOptions extends ReaderOptions {
  /** For a connection whose bytes begin after its handshake. */
  readonly established?: (connection: string) => Established | null;
}

const NOTHING: Dissected = { spaces: [], units: [] };

/**
 * Dissects a capture event by event. Spaces: `c1/client-to-server` is a direction's stream; `…/frame-0` the unmasked
 * payload of its frame 0; `…/message-0` the joined (and inflated) bytes of its message 0. Where the
 * request asked for Engine.IO over WebSocket, a message has its packets as parts; those of long polling are bodies.
 */
export function createDissector(options: DissectorOptions = {}): Dissector {
  const connections = new Map<string, ConnectionDissector>();
  return {
    push(event) {
      if (!isWireEvent(event)) return NOTHING;
      const known = connections.get(event.connection);
      const connection = known ?? new ConnectionDissector(event.connection, options);
      if (!known) connections.set(event.connection, connection);
      return connection.push(event);
    },
  };
}

/** A whole capture at once. Spaces are in their last and longest form. */
export function dissect(events: readonly CaptureEvent[], options?: DissectorOptions): Dissected {
  const dissector = createDissector(options);
  const spaces = new Map<string, Space>();
  const units = events.flatMap((event) => {
    const dissected = dissector.push(event);
    for (const space of dissected.spaces) spaces.set(space.id, space);
    return dissected.units;
  });
  return { spaces: [...spaces.values()], units };
}

type FrameItem = WireItem & { kind: 'frame' | 'broken-frame' };
interface Found {
  readonly spaces: readonly Space[];
  readonly annotations: readonly Annotation[];
}

class ConnectionDissector {
  readonly #id: string;
  readonly #reader: ConnectionReader;
  readonly #counts = {
    'client-to-server': { frames: 0, messages: 0, payloads: [] as PayloadPlace[] },
    'server-to-client': { frames: 0, messages: 0, payloads: [] as PayloadPlace[] },
  };

  /** Once the upgrade to Engine.IO's WebSocket has been asked for. */
  #engineio: Readonly<Record<Direction, EngineioReader>> | null = null;

  constructor(id: string, options: DissectorOptions) {
    this.#id = id;
    const established = options.established?.(id) ?? null;
    this.#reader = new ConnectionReader(options, established);
    if (established) this.#asked(established.target);
  }

  push(event: WireCaptureEvent): Dissected {
    const items = this.#reader.push(event);
    const grown = event.kind === 'bytes' || event.kind === 'gap' ? [this.#streamSpace(event.direction)] : [];
    if (items.length === 0) return { spaces: grown, units: [] };
    const found = items.map((item) => ({ item, ...this.#dissect(item) }));
    return {
      spaces: [...grown, ...found.flatMap(({ spaces }) => spaces)],
      units: found.flatMap(({ item: { direction, by }, annotations }) =>
        annotations.map(
          (annotation): Unit => ({ ...annotation, connection: this.#id, direction, completedBy: by.id, at: by.at }),
        ),
      ),
    };
  }

  #stream(direction: Direction): StreamBytes {
    return this.#reader[direction].stream;
  }

  #streamId(direction: Direction): string {
    return `${this.#id}/${direction}`;
  }

  #streamSpace(direction: Direction): Space {
    const { bytes, holes } = this.#stream(direction);
    const space: Space = { id: this.#streamId(direction), bytes, bitOrder: 'msb', via: 'stream', from: [] };
    return holes.length > 0 ? { ...space, holes } : space;
  }

  #dissect(item: WireItem): Found {
    const space = this.#streamId(item.direction);
    const stream = this.#stream(item.direction);
    switch (item.kind) {
      case 'request':
      case 'response': {
        if (item.kind === 'request' && item.result.kind === 'head') this.#asked(item.result.head.target);
        const place = { space, index: stream.position(item.start), byteLength: item.end - item.start };
        return { spaces: [], annotations: [annotateHead(item.kind, item.result, place)] };
      }
      case 'body': {
        const span = byteSpan(stream.position(item.start), stream.position(item.end));
        const body: Annotation = {
          field: 'http.body',
          space,
          span,
          value: item.end - item.start,
          source: source('RFC 9112', '6'),
          children: [],
        };
        return { spaces: [], annotations: [item.missing > 0 ? { ...body, params: { missing: item.missing } } : body] };
      }
      case 'frame':
      case 'broken-frame':
        return this.#frame(item, stream, space);
    }
  }

  #asked(target: string): void {
    this.#engineio = isEngineioWebsocket(target)
      ? {
          'client-to-server': new EngineioReader('client', target),
          'server-to-client': new EngineioReader('server', target),
        }
      : null;
  }

  #frame(item: FrameItem, stream: StreamBytes, space: string): Found {
    /** From bits counted from the first frame to bits of the stream's space. */
    const bit = (at: number): number => stream.position(item.origin + Math.floor(at / 8)) * 8 + (at % 8);
    const place = ({ start, end }: Span): Span => ({ start: bit(start), end: bit(end) });
    const { headerSpan } = item.kind === 'frame' ? item.frame : item.broken;
    const headerAt = place(headerSpan);
    const bytes = stream.bytes.subarray(headerAt.start / 8, headerAt.end / 8);
    const children = annotateFrameHeader(bytes, space, headerAt.start / 8);
    const root: Annotation = {
      field: 'ws.frame',
      space,
      span: headerAt,
      value: (bytes[0] ?? 0) & 0x0f,
      source: source('RFC 6455', '5.2'),
      children,
    };
    if (item.kind === 'broken-frame') {
      const violation = { ...item.broken.violation, span: place(item.broken.violation.span) };
      return { spaces: [], annotations: [placeViolation(root, violation, space)] };
    }
    const { frame, assembled } = item;
    const payloadAt = place(frame.payloadSpan);
    const missing = missingBytes(frame);
    const unmasked = this.#unmask(item, { space, span: payloadAt });
    const payload: Annotation = {
      field: 'ws.payload',
      space,
      span: payloadAt,
      value: Number(frame.header.length),
      source: source('RFC 6455', '5.2'),
      children: annotateClosePayload(frame, unmasked.place),
    };
    const tree: Annotation = {
      ...root,
      span: { start: headerAt.start, end: payloadAt.end },
      children: [...children, ...(payloadAt.end > payloadAt.start ? [payload] : [])],
      ...(missing > 0 && { params: { missing } }),
    };
    if (assembled?.kind === 'violation') {
      const violation = { ...assembled.violation, span: place(assembled.violation.span) };
      const corrupt = assembled.corrupt && this.#corrupt(item.direction, assembled.corrupt, unmasked.place);
      return {
        spaces: [...unmasked.spaces, ...(corrupt ? [corrupt.space] : [])],
        annotations: [placeViolation(tree, violation, space, corrupt?.inside)],
      };
    }
    const message = this.#message(item, unmasked.place);
    return {
      spaces: [...unmasked.spaces, ...message.spaces],
      annotations: [tree, ...message.annotations],
    };
  }

  #unmask(
    { direction, frame }: FrameItem & { kind: 'frame' },
    stream: PayloadPlace,
  ): { spaces: Space[]; place: PayloadPlace } {
    const counts = this.#counts[direction];
    const id = `${stream.space}/frame-${counts.frames}`;
    counts.frames += 1;
    if (frame.header.maskingKey === null || frame.payload.length === 0) return { spaces: [], place: stream };
    const span = byteSpan(0, frame.payload.length);
    const from = [{ at: span, ...stream }];
    return { spaces: [{ id, bytes: frame.payload, bitOrder: 'msb', via: 'unmask', from }], place: { space: id, span } };
  }

  #corrupt(direction: Direction, corrupt: NonNullable<MessageViolation['corrupt']>, place: PayloadPlace) {
    const { messages, payloads } = this.#counts[direction];
    return corruptPlace(`${this.#streamId(direction)}/message-${messages}`, corrupt, [...payloads, place]);
  }

  #message({ direction, frame, assembled }: FrameItem & { kind: 'frame' }, place: PayloadPlace): Found {
    const counts = this.#counts[direction];
    // Control frames come between a message's frames and are no part of it (RFC 6455 §5.4).
    if (frame.header.opcode < 8) counts.payloads.push(place);
    if (assembled?.kind !== 'message') return { spaces: [], annotations: [] };
    const id = `${this.#streamId(direction)}/message-${counts.messages}`;
    counts.messages += 1;
    const spaces = messageSpaces(id, assembled, counts.payloads);
    counts.payloads = [];
    const message = annotateMessage(id, assembled);
    const packet = this.#engineio?.[direction].read(id, assembled);
    return { spaces, annotations: [packet ? { ...message, children: [packet] } : message] };
  }
}

import { createMessageInflater, type DeflateParameters } from '#demos/protocol/deflate-framing.ts';
import { PERMESSAGE_DEFLATE } from '#demos/protocol/deflate-negotiation.ts';
import { parseExtensions } from '#demos/protocol/extensions.ts';
import type { Policy } from '#demos/protocol/frame.ts';
import { createFrameDecoder } from '#demos/protocol/frame-decoder.ts';
import { fieldValues, listIncludes } from '#demos/protocol/http-fields.ts';
import type { RequestHead, ResponseHead } from '#demos/protocol/http-head.ts';
import { createMessageAssembler } from '#demos/protocol/message-assembler.ts';
import type { Role } from '#demos/protocol/violation.ts';
import type { WireCaptureEvent } from './capture.ts';
import { bodyAt, chunksAt, DirectionReader, headAt, type Mode } from './direction-reader.ts';
import type { WireItem } from './wire-item.ts';

export interface ReaderOptions {
  /** Whose strictness decides what is a violation; the RFC's by default. */
  readonly policy?: Policy;
}

/** What a handshake that is not among the bytes had agreed on: the request's target, and `Sec-WebSocket-Extensions` as answered. */
export interface Established {
  readonly target: string;
  readonly extensions: string;
}

/** Bytes that one direction's compressed messages may take in all: a capture comes from anywhere. */
const MOST_INFLATED = 64 * 1024 * 1024;

type Answered = Pick<RequestHead, 'method'> & { readonly asksUpgrade: boolean };

/** Reads one connection, both directions: HTTP messages until a 101, frames from then on. */
export class ConnectionReader {
  readonly 'client-to-server' = new DirectionReader('client-to-server', (head, end) =>
    head.kind === 'request' ? this.#afterRequest(head, end) : [],
  );
  readonly 'server-to-client' = new DirectionReader('server-to-client', (head, end) =>
    head.kind === 'response' ? this.#afterResponse(head, end) : [],
  );
  readonly #unanswered: Answered[] = [];
  readonly #options: ReaderOptions;

  /** `established`: the first byte of either direction is a frame's. */
  constructor(options: ReaderOptions, established: Established | null = null) {
    this.#options = options;
    if (!established) return;
    this['client-to-server'].mode = this.#frames('client', 0, established.extensions);
    this['server-to-client'].mode = this.#frames('server', 0, established.extensions);
  }

  /** What the event completed. Never throws on what a peer sent. */
  push(event: WireCaptureEvent): WireItem[] {
    switch (event.kind) {
      case 'opened':
        return [];
      case 'bytes':
        return this.#piece(event, event.bytes);
      case 'gap':
        return this.#piece(event, event.length);
      case 'fin':
        return this[event.direction].finish(event);
      case 'rst':
      case 'error':
      case 'closed':
        return [...this['client-to-server'].finish(event), ...this['server-to-client'].finish(event)];
    }
  }

  /** An offset that jumps is a hole nobody noted; what came before is left out. */
  #piece(by: WireCaptureEvent & { kind: 'bytes' | 'gap' }, content: Uint8Array | number): WireItem[] {
    const reader = this[by.direction];
    const { end } = reader.stream;
    const jump = by.offset - end;
    const hole = jump > 0 ? reader.push({ by, offset: end, content: jump }) : [];
    const known = Math.max(0, -jump);
    const fresh = typeof content === 'number' ? Math.max(0, content - known) : content.subarray(known);
    return [...hole, ...reader.push({ by, offset: Math.max(end, by.offset), content: fresh })];
  }

  #afterRequest(head: RequestHead, end: number): WireItem[] {
    const reader = this['client-to-server'];
    const asksUpgrade = fieldValues(head, 'upgrade').length > 0;
    this.#unanswered.push({ method: head.method, asksUpgrade });
    const body = bodyAfter(head, end, 0);
    reader.mode = asksUpgrade ? { in: 'held', start: end, pieces: [], refused: body } : body;
    return [];
  }

  /** RFC 9112 §6.3. */
  #afterResponse(head: ResponseHead, end: number): WireItem[] {
    const reader = this['server-to-client'];
    if (head.status === 101) {
      const extensions = fieldValues(head, 'sec-websocket-extensions').join(',');
      reader.mode = this.#frames('server', end, extensions);
      return this['client-to-server'].switchTo((origin) => this.#frames('client', origin, extensions));
    }
    if (head.status >= 100 && head.status < 200) {
      reader.mode = headAt('server-to-client', end);
      return [];
    }
    const request = this.#unanswered.shift();
    const bodiless = request?.method === 'HEAD' || head.status === 204 || head.status === 304;
    reader.mode = bodiless ? headAt('server-to-client', end) : bodyAfter(head, end, Number.POSITIVE_INFINITY);
    return request?.asksUpgrade ? this['client-to-server'].release() : [];
  }

  #frames(from: Role, origin: number, extensions: string): Mode {
    const { policy = 'rfc' } = this.#options;
    const deflate = agreedDeflate(extensions, from);
    return {
      in: 'frames',
      origin,
      decoder: createFrameDecoder({ from, policy, deflate: deflate !== null }),
      assembler: createMessageAssembler({
        from,
        policy,
        inflater: deflate && createMessageInflater(deflate, MOST_INFLATED),
      }),
    };
  }
}

/** `unsaid` bytes follow a head that does not say how many. */
function bodyAfter(head: RequestHead | ResponseHead, end: number, unsaid: number): Mode {
  if (listIncludes(head, 'transfer-encoding', 'chunked')) return chunksAt(end);
  const direction = head.kind === 'request' ? 'client-to-server' : 'server-to-client';
  const [length = ''] = fieldValues(head, 'content-length');
  return bodyAt(direction, end, /^[0-9]{1,15}$/.test(length) ? Number(length) : unsaid);
}

/** What `from` may do when it compresses, by the server's answer (RFC 7692 §7.1); of one that makes no sense, what it can be taken for. */
function agreedDeflate(extensions: string, from: Role): DeflateParameters | null {
  const result = parseExtensions(extensions);
  const agreed = result.kind === 'extensions' && result.extensions.find(({ name }) => name === PERMESSAGE_DEFLATE);
  if (!agreed) return null;
  const value = (name: string) => agreed.parameters.find((parameter) => parameter.name === `${from}_${name}`)?.value;
  const bits = value('max_window_bits') ?? '';
  return {
    contextTakeover: value('no_context_takeover') === undefined,
    windowBytes: 2 ** (/^([89]|1[0-5])$/.test(bits) ? Number(bits) : 15),
  };
}

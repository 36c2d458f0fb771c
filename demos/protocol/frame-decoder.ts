import type { FrameEvent, FrameHeader, Policy } from './frame.ts';
import type { Breach, FrameContext } from './frame-check.ts';
import { checkFirstBytes, checkLength } from './frame-check.ts';
import { headerByteLength, readWholeHeader } from './frame-header.ts';
import { PayloadBuffer, ReadPayloads } from './frame-payload.ts';
import { isControlOpcode, OPCODE } from './opcode.ts';
import { STRICTNESS } from './policy.ts';
import { RULES } from './rules.ts';
import type { Span } from './span.ts';
import { byteSpan } from './span.ts';
import type { Role, Violation } from './violation.ts';

export interface FrameDecoderOptions {
  /** Who sent these bytes: a client's frames are masked, a server's are not (RFC 6455 §5.1). */
  readonly from: Role;
  readonly policy: Policy;
  /** permessage-deflate was negotiated: RSV1 may mark a message's first frame. */
  readonly deflate: boolean;
  /** Longest message taken, in bytes before inflation; `null` for no limit. By default the policy's own. */
  readonly maxPayload?: number | null;
}

/** The frame whose last byte has not come. */
export interface PendingFrame {
  /** Stream offset of its first byte. */
  readonly offset: number;
  /** `null` while the header itself is incomplete. */
  readonly header: FrameHeader | null;
  /** Bytes of the payload (of the header, while that is `null`) that have come. */
  readonly received: number;
}

export interface FrameDecoder {
  /**
   * What these bytes complete, in order. Payloads may be views of `chunk`: leave it unchanged.
   * Never throws; once failed, closed or out of step there is nothing more.
   */
  push(chunk: Uint8Array): readonly FrameEvent[];
  /** `length` bytes passed here and were not kept. Inside a payload they are stepped over; elsewhere framing is lost. */
  gap(length: number): readonly FrameEvent[];
  readonly pending: PendingFrame | null;
  readonly failure: Violation | null;
  /** Stream bytes pushed or skipped so far. */
  readonly offset: number;
  /** Bytes of storage held for an unfinished payload. */
  readonly bufferedBytes: number;
}

/** Decodes one direction's frames, in whatever pieces they come (RFC 6455 §5.2). */
export const createFrameDecoder = (options: FrameDecoderOptions): FrameDecoder => new IncrementalDecoder(options);

const NO_EVENTS: readonly FrameEvent[] = [];
const NONE_MISSING: readonly Span[] = [];
const NO_BYTES = new Uint8Array(0);

class IncrementalDecoder implements FrameDecoder {
  failure: Violation | null = null;
  /** Stream offset of the current read's first byte. */
  offset = 0;

  private readonly from: Role;
  private readonly limit: number | null;
  private readonly context: { -readonly [Key in keyof FrameContext]: FrameContext[Key] };
  private state: 'open' | 'discarding' | 'failed' | 'out-of-step' = 'open';

  private readonly scratch = new Uint8Array(14);
  private scratched = 0;
  private header: FrameHeader | null = null;
  private headerStart = 0;
  private payloadStart = 0;
  private received = 0;
  private missing: Span[] = [];
  private announced = 0;
  private readonly payload = new PayloadBuffer();
  private readonly inRead = new ReadPayloads();

  constructor({ from, policy, deflate, maxPayload }: FrameDecoderOptions) {
    const strictness = STRICTNESS[policy];
    this.from = from;
    this.limit = maxPayload === undefined ? strictness.messageLimit : maxPayload;
    this.context = { from, deflate, strictness, unfinished: false, closed: false };
  }

  get bufferedBytes(): number {
    return this.payload.capacity;
  }

  get pending(): PendingFrame | null {
    if (this.header) return { offset: this.headerStart, header: this.header, received: this.received };
    if (this.scratched === 0) return null;
    return { offset: this.headerStart, header: null, received: this.scratched };
  }

  push(chunk: Uint8Array): readonly FrameEvent[] {
    const events: FrameEvent[] = [];
    let at = 0;
    while (at < chunk.length && this.state === 'open') {
      at = this.header === null ? this.takeHeader(chunk, at, events) : this.takePayload(chunk, at, this.header, events);
    }
    this.inRead.reset();
    this.offset += chunk.length;
    return events;
  }

  gap(length: number): readonly FrameEvent[] {
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new RangeError(`gap: expected a whole number of bytes, found ${length}`);
    }
    const span = byteSpan(this.offset, this.offset + length);
    this.offset += length;
    if (length === 0 || this.state !== 'open') return NO_EVENTS;
    if (this.header === null || length > Number(this.header.length) - this.received) {
      this.state = 'out-of-step';
      return [{ kind: 'out-of-step', span }];
    }
    const last = this.missing.at(-1);
    if (last?.end === span.start) this.missing.splice(-1, 1, { start: last.start, end: span.end });
    else this.missing.push(span);
    this.received += length;
    if (this.received < this.header.length) return NO_EVENTS;
    const events: FrameEvent[] = [];
    this.finish(this.header, this.payload.take(), events);
    return events;
  }

  /** Reads a header where it lies when it lies whole in this read; otherwise collects it. */
  private takeHeader(chunk: Uint8Array, at: number, events: FrameEvent[]): number {
    let bytes = chunk;
    let start = at;
    let next = at;
    if (this.scratched === 0) this.headerStart = this.offset + at;
    if (this.scratched > 0 || chunk.length - at < 2 || chunk.length - at < headerByteLength(chunk[at + 1] as number)) {
      next = this.collect(chunk, at, 2);
      if (this.scratched < 2) return next;
      bytes = this.scratch;
      start = 0;
    }
    const first = bytes[start] as number;
    const second = bytes[start + 1] as number;
    const early = checkFirstBytes(first, second, this.context);
    if (early) return this.fail(early, 2, events, next);
    const byteLength = headerByteLength(second);
    if (bytes === chunk) next = at + byteLength;
    else {
      next = this.collect(chunk, next, byteLength);
      if (this.scratched < byteLength) return next;
    }
    const header = readWholeHeader(bytes, start);
    this.scratched = 0;
    const late = checkLength(header, this.context.strictness, this.announced, this.limit);
    if (late) return this.fail(late, byteLength, events, next);
    this.accept(header, byteLength);
    if (header.length === 0) this.finish(header, NO_BYTES, events);
    return next;
  }

  private collect(chunk: Uint8Array, at: number, wanted: number): number {
    let next = at;
    while (this.scratched < wanted && next < chunk.length) this.scratch[this.scratched++] = chunk[next++] as number;
    return next;
  }

  private accept(header: FrameHeader, byteLength: number): void {
    this.header = header;
    this.payloadStart = this.headerStart + byteLength;
    this.received = 0;
    if (isControlOpcode(header.opcode)) return;
    this.context.unfinished = !header.fin;
    this.announced = header.fin ? 0 : this.announced + Number(header.length);
  }

  private takePayload(chunk: Uint8Array, at: number, header: FrameHeader, events: FrameEvent[]): number {
    const wanted = Number(header.length) - this.received;
    const available = chunk.length - at;
    if (this.received === 0 && available >= wanted) {
      this.finish(header, this.inRead.slice(chunk, at, at + wanted, header.maskingKey), events);
      return at + wanted;
    }
    const taken = Math.min(wanted, available);
    this.payload.append(chunk.subarray(at, at + taken), header.maskingKey, this.received, wanted);
    this.received += taken;
    if (taken === wanted) this.finish(header, this.payload.take(), events);
    return at + taken;
  }

  private finish(header: FrameHeader, payload: Uint8Array, events: FrameEvent[]): void {
    events.push({
      kind: 'frame',
      header,
      payload,
      headerSpan: byteSpan(this.headerStart, this.payloadStart),
      payloadSpan: byteSpan(this.payloadStart, this.payloadStart + Number(header.length)),
      missing: this.missing.length === 0 ? NONE_MISSING : this.missing,
    });
    if (this.missing.length > 0) this.missing = [];
    this.header = null;
    if (header.opcode !== OPCODE.close) return;
    this.context.closed = true;
    if (this.context.strictness.afterClose === 'discard') this.state = 'discarding';
  }

  private fail(breach: Breach, headerBytes: number, events: FrameEvent[], next: number): number {
    const { rule, start, end, found, expected, closeCode } = breach;
    const bits = this.headerStart * 8;
    this.state = 'failed';
    this.failure = {
      rule,
      source: RULES[rule],
      span: { start: bits + start, end: bits + end },
      found,
      expected,
      // A Close frame has come already: none answers what follows it (RFC 6455 §5.5.1).
      closeCode: this.context.closed ? null : closeCode,
      noticedBy: this.from === 'client' ? 'server' : 'client',
    };
    const headerSpan = byteSpan(this.headerStart, this.headerStart + headerBytes);
    events.push({ kind: 'violation', violation: this.failure, headerSpan });
    return next;
  }
}

import { toHex } from './bytes.ts';
import { decodeClosePayload } from './close-payload.ts';
import type { MessageInflater } from './deflate-framing.ts';
import type { DecodedFrame, Policy } from './frame.ts';
import type { InflateFault } from './inflate-trace.ts';
import type { AssembledEvent, AssembledMessage, MessageViolation } from './message.ts';
import { placeInFrames, placeTextFault } from './message-text.ts';
import { isControlOpcode, OPCODE } from './opcode.ts';
import { STRICTNESS, type Strictness } from './policy.ts';
import { RULES, type RuleId } from './rules.ts';
import type { Span } from './span.ts';
import { createUtf8Validator, findUtf8Error, type Utf8Validator } from './utf8.ts';
import type { Role, Violation } from './violation.ts';

export interface MessageAssemblerOptions {
  readonly from: Role;
  readonly policy: Policy;
  /** Without one, compressed messages are given as they came. */
  readonly inflater?: MessageInflater | null;
  /** Longest message after inflation, in bytes; `null` for no limit. By default the policy's own. */
  readonly maxPayload?: number | null;
}

export interface MessageAssembler {
  /** What this frame completes or breaks; `null` when it is one of several. After a violation always `null`. */
  push(frame: DecodedFrame): AssembledEvent | null;
  readonly failure: Violation | null;
}

/**
 * Joins a frame decoder's frames into messages (RFC 6455 §5.4). The decoder has refused frames out of order;
 * what shows only in the payload is checked here: UTF-8, compression, inflated size, Close.
 */
export const createMessageAssembler = (options: MessageAssemblerOptions): MessageAssembler => new Assembler(options);

class Assembler implements MessageAssembler {
  failure: Violation | null = null;

  private readonly from: Role;
  private readonly policy: Policy;
  private readonly strictness: Strictness;
  private readonly inflater: MessageInflater | null;
  private readonly limit: number | null;
  private frames: DecodedFrame[] = [];
  private incomplete = false;
  private validator: Utf8Validator | null = null;

  constructor({ from, policy, inflater = null, maxPayload }: MessageAssemblerOptions) {
    this.from = from;
    this.policy = policy;
    this.strictness = STRICTNESS[policy];
    this.inflater = inflater;
    this.limit = maxPayload === undefined ? this.strictness.messageLimit : maxPayload;
  }

  push(frame: DecodedFrame): AssembledEvent | null {
    if (this.failure) return null;
    return isControlOpcode(frame.header.opcode) ? this.control(frame) : this.data(frame);
  }

  private control(frame: DecodedFrame): AssembledEvent {
    const { header, payload, payloadSpan, missing } = frame;
    if (header.opcode !== OPCODE.close) {
      return { kind: header.opcode === OPCODE.ping ? 'ping' : 'pong', payload, frame };
    }
    if (missing.length > 0) return { kind: 'close', close: null, frame };
    const { from, policy } = this;
    const result = decodeClosePayload(payload, { from, policy, at: payloadSpan.start / 8 });
    if (result.kind === 'close') return { kind: 'close', close: result.close, frame };
    this.failure = result.violation;
    return { kind: 'violation', violation: result.violation, frame };
  }

  private data(frame: DecodedFrame): AssembledEvent | null {
    const first = this.frames[0] ?? frame;
    if (this.frames.length === 0) {
      this.incomplete = false;
      const plainText = frame.header.opcode === OPCODE.text && !frame.header.rsv1;
      this.validator = plainText ? createUtf8Validator() : null;
    }
    this.frames.push(frame);
    if (frame.missing.length > 0) this.incomplete = true;
    if (this.strictness.textChecked === 'by-frame') {
      const broken = this.checkText([frame], frame.header.fin);
      if (broken) return broken;
    }
    if (!frame.header.fin) return null;
    if (this.strictness.textChecked === 'by-message') {
      const broken = this.checkText(this.frames, true);
      if (broken) return broken;
    }
    return this.complete(first);
  }

  private checkText(frames: readonly DecodedFrame[], last: boolean): AssembledEvent | null {
    if (this.validator === null || this.incomplete) return null;
    for (const { payload } of frames) this.validator.push(payload);
    const error = last ? this.validator.end() : this.validator.push(new Uint8Array(0));
    if (error === null) return null;
    const { span, found } = placeTextFault(this.frames, error);
    return this.fail('message.utf8', span, found, 'UTF-8', this.strictness.utf8CloseCode);
  }

  private complete({ header }: DecodedFrame): AssembledEvent {
    const { frames, incomplete } = this;
    const joined = joinPayloads(frames);
    const type = header.opcode === OPCODE.text ? 'text' : 'binary';
    const message = { kind: 'message', type, payload: joined, joined, frames, incomplete } as const;
    if (!header.rsv1) return this.deliver({ ...message, compression: 'none' });
    if (incomplete) this.inflater?.skip();
    if (incomplete || this.inflater === null) return this.deliver({ ...message, compression: 'not-inflated' });
    return this.inflate(message, this.inflater);
  }

  private inflate(message: Omit<AssembledMessage, 'compression'>, inflater: MessageInflater): AssembledEvent {
    const result = inflater.inflate(message.joined, this.limit);
    const start = (this.frames[0] as DecodedFrame).payloadSpan.start;
    const span = { start, end: (this.frames.at(-1) as DecodedFrame).payloadSpan.end };
    switch (result.kind) {
      case 'not-inflated':
        return this.deliver({ ...message, compression: 'not-inflated' });
      case 'corrupt':
        return this.corrupt(message.joined, result.fault);
      case 'too-big':
        return this.fail('message.too-big', span, `> ${this.limit}`, `≤ ${this.limit}`, 1009);
      case 'data': {
        const error = message.type === 'text' ? findUtf8Error(result.bytes) : null;
        const compression = result.cutShort ? 'cut-short' : 'inflated';
        if (error === null) return this.deliver({ ...message, payload: result.bytes, compression });
        const found = `${toHex(result.bytes.subarray(error.characterStart, error.offset + 1))} (${error.why})`;
        return this.fail('message.utf8', span, found, 'UTF-8', this.strictness.utf8CloseCode);
      }
    }
  }

  private deliver(message: AssembledMessage): AssembledMessage {
    this.frames = [];
    return message;
  }

  /** A fault in the four bytes put back is one of the last byte that was sent: the data does not end where the message does. */
  private corrupt(joined: Uint8Array, fault: InflateFault): AssembledEvent {
    const { rule, source, found, expected } = fault;
    const last = Math.max(0, joined.length - 1);
    const start = Math.min(fault.span.start >> 3, last);
    const end = Math.min((fault.span.end + 7) >> 3, joined.length);
    const { span } = placeInFrames(this.frames, start, end);
    const failed = this.failWith({ rule, source, span, found, expected }, this.strictness.inflateCloseCode);
    return { ...failed, corrupt: { joined, fault } };
  }

  private fail(rule: RuleId, span: Span, found: string, expected: string, closeCode: number): AssembledEvent {
    return this.failWith({ rule, source: RULES[rule], span, found, expected }, closeCode);
  }

  private failWith(broken: Omit<Violation, 'closeCode' | 'noticedBy'>, closeCode: number): MessageViolation {
    this.failure = { ...broken, closeCode, noticedBy: this.from === 'client' ? 'server' : 'client' };
    return { kind: 'violation', violation: this.failure, frame: this.frames.at(-1) ?? null };
  }
}

/** Not `concat(...)`: a peer chooses how many frames there are, and an argument list has an end. */
function joinPayloads(frames: readonly DecodedFrame[]): Uint8Array {
  const [first] = frames;
  if (first !== undefined && frames.length === 1) return first.payload;
  const joined = new Uint8Array(frames.reduce((length, { payload }) => length + payload.length, 0));
  let offset = 0;
  for (const { payload } of frames) {
    joined.set(payload, offset);
    offset += payload.length;
  }
  return joined;
}

import { concat } from '#demos/protocol/bytes.ts';
import type { Policy } from '#demos/protocol/frame.ts';
import { createFrameDecoder } from '#demos/protocol/frame-decoder.ts';
import { encodeFrame } from '#demos/protocol/frame-encoder.ts';
import { createMessageAssembler } from '#demos/protocol/message-assembler.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';
import { STRICTNESS } from '#demos/protocol/policy.ts';
import { shiftSpan } from '#demos/protocol/span.ts';
import type { Role, Violation } from '#demos/protocol/violation.ts';
import type { After } from './frames.after.ts';
import { type Anatomy, anatomyOf } from './frames.anatomy.ts';
import type { Bench } from './frames.bench.ts';

/** What a receiver with one policy makes of the bench's first frame. Spans count from the bench's first bit. */
export type Reading =
  | { readonly kind: 'accepts' }
  /** `readTo` bytes were read when it stopped. */
  | { readonly kind: 'refuses'; readonly violation: Violation; readonly readTo: number }
  /** Everything so far is legal, and not all of it has come. */
  | { readonly kind: 'waits' }
  /** A Close came before: the bytes are read and thrown away. */
  | { readonly kind: 'discards' };

const ZERO_KEY = new Uint8Array(4);
const NO_PAYLOAD = new Uint8Array(0);

/** The frame that the sender sent before, of no payload. */
function before(after: After, from: Role): Uint8Array {
  if (after === 'nothing') return NO_PAYLOAD;
  const body =
    after === 'close'
      ? ({ kind: 'control', opcode: OPCODE.close, payload: NO_PAYLOAD } as const)
      : ({ kind: 'data', opcode: OPCODE.text, fin: false, rsv1: false, payload: NO_PAYLOAD } as const);
  return encodeFrame(from === 'client' ? { ...body, from, maskingKey: ZERO_KEY } : { ...body, from });
}

/** Reads the bench as that policy's receiver does: the frame's own rules, then those of its payload. */
export function readBench(bench: Bench, policy: Policy, anatomy: Anatomy = anatomyOf(bench.bytes)): Reading {
  const { from, after, deflate } = bench;
  if (after === 'close' && STRICTNESS[policy].afterClose === 'discard') return { kind: 'discards' };
  const lead = before(after, from);
  // The frames of another message do not count towards the limit of this one: only this frame's own bytes are read.
  const bytes = bench.bytes.subarray(0, bench.bytes.length - anatomy.next);
  const decoder = createFrameDecoder({ from, policy, deflate });
  const assembler = createMessageAssembler({ from, policy });
  const refused = (violation: Violation): Reading => ({
    kind: 'refuses',
    violation: { ...violation, span: shiftSpan(violation.span, -lead.length) },
    readTo: stopOf(violation, anatomy, lead.length),
  });
  for (const event of decoder.push(concat(lead, bytes))) {
    if (event.kind === 'out-of-step') continue;
    if (event.kind === 'violation') return refused(event.violation);
    const assembled = assembler.push(event);
    if (assembled?.kind === 'violation') return refused(assembled.violation);
    if (event.headerSpan.start === lead.length * 8) return { kind: 'accepts' };
  }
  return { kind: 'waits' };
}

/** Bytes read when a rule was found broken: the first two, the whole length, or the whole frame. */
function stopOf({ span }: Violation, { headerBytes, here, pieces }: Anatomy, lead: number): number {
  const end = Math.ceil(span.end / 8) - lead;
  if (end > headerBytes) return headerBytes + here;
  const extended = pieces.find(({ part }) => part === 'extended-length');
  const lengthEnd = extended ? extended.span.end / 8 : 2;
  return end > 2 ? lengthEnd : 2;
}

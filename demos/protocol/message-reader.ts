import type { MessageInflater } from './deflate-framing.ts';
import type { FrameEvent, Policy } from './frame.ts';
import { createFrameDecoder } from './frame-decoder.ts';
import type { MessageReaderEvent } from './message.ts';
import { createMessageAssembler } from './message-assembler.ts';
import type { Role, Violation } from './violation.ts';

export interface MessageReaderOptions {
  readonly from: Role;
  readonly policy: Policy;
  /** permessage-deflate was negotiated; `inflater` undoes it. */
  readonly deflate: boolean;
  readonly inflater?: MessageInflater | null;
  /** Longest message, in bytes, both as it comes and inflated; `null` for no limit. By default the policy's own. */
  readonly maxPayload?: number | null;
}

/** Bytes in, messages out: a frame decoder and a message assembler, failing together. Never throws on what a peer sent. */
export interface MessageReader {
  push(chunk: Uint8Array): readonly MessageReaderEvent[];
  gap(length: number): readonly MessageReaderEvent[];
  readonly failure: Violation | null;
}

export function createMessageReader(options: MessageReaderOptions): MessageReader {
  const decoder = createFrameDecoder(options);
  const assembler = createMessageAssembler(options);

  const assemble = (events: readonly FrameEvent[]): readonly MessageReaderEvent[] => {
    const assembled: MessageReaderEvent[] = [];
    for (const event of events) {
      if (assembler.failure) break;
      if (event.kind === 'out-of-step') assembled.push(event);
      else if (event.kind === 'violation')
        assembled.push({ kind: 'violation', violation: event.violation, frame: null });
      else {
        const next = assembler.push(event);
        if (next) assembled.push(next);
      }
    }
    return assembled;
  };

  return {
    push: (chunk) => (assembler.failure ? [] : assemble(decoder.push(chunk))),
    gap: (length) => (assembler.failure ? [] : assemble(decoder.gap(length))),
    get failure() {
      return assembler.failure ?? decoder.failure;
    },
  };
}

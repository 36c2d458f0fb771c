import { initialTransition, transition } from 'xstate';
import { readWholeHeader } from '#demos/protocol/frame-header.ts';
import type { Anatomy } from './frames.anatomy.ts';
import { type DecoderEvent, decoderMachine } from './frames.machine.ts';
import type { Reading } from './frames.reading.ts';

/** The decoder after it has read so much of the bench. */
export interface Stage {
  /** The machine's state. */
  readonly state: string;
  /** Bytes read so far. */
  readonly readTo: number;
}

type Fed = readonly [event: DecoderEvent, readTo: number];

/** Feeds the decoder one field after another; the last stage is where it delivers, fails, or waits for more. */
export function stagesOf(bytes: Uint8Array, anatomy: Anatomy, reading: Reading): readonly Stage[] {
  let [snapshot] = initialTransition(decoderMachine);
  const stages: Stage[] = [{ state: String(snapshot.value), readTo: 0 }];
  for (const [event, readTo] of feed(bytes, anatomy, reading)) {
    [snapshot] = transition(decoderMachine, snapshot, event);
    stages.push({ state: String(snapshot.value), readTo });
  }
  return stages;
}

function feed(bytes: Uint8Array, anatomy: Anatomy, reading: Reading): readonly Fed[] {
  const steps = fieldsRead(bytes, anatomy);
  if (reading.kind !== 'refuses') return steps;
  const { violation, readTo } = reading;
  // The field that broke the rule is read, and what it says is not acted on.
  return [
    ...steps.filter(([, end]) => end < readTo),
    [{ type: 'rule.broken', closeCode: violation.closeCode }, readTo],
  ];
}

/** What there is to read, field by field, as far as the bytes go. */
function fieldsRead(bytes: Uint8Array, { headerBytes, announced, here }: Anatomy): readonly Fed[] {
  if (bytes.length < 2) return [];
  const masked = ((bytes[1] ?? 0) & 0x80) !== 0;
  const steps: Fed[] = [[{ type: 'info.read', masked, length: (bytes[1] ?? 0) & 0x7f }, 2]];
  const keyAt = masked ? headerBytes - 4 : headerBytes;
  if (keyAt > 2) {
    if (announced === null) return steps;
    steps.push([{ type: 'length.read', length: announced }, keyAt]);
  }
  if (masked) {
    if (bytes.length < headerBytes) return steps;
    steps.push([{ type: 'key.read' }, headerBytes]);
  }
  const { length } = readWholeHeader(bytes, 0);
  if (length === here) steps.push([{ type: 'payload.read' }, headerBytes + here]);
  return steps;
}

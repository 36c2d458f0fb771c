import { fromHex } from '#demos/protocol/bytes.ts';
import { encodeClosePayload } from '#demos/protocol/close-payload.ts';
import { encodeFrame } from '#demos/protocol/frame-encoder.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';
import type { Violation } from '#demos/protocol/violation.ts';

/** The masking key of RFC 6455 §5.7's example: a real client takes a fresh one for each frame. */
const EXAMPLE_KEY = fromHex('37 fa 21 3d');

/** The Close frame with which the end that noticed may answer (RFC 6455 §7.1.7); `null` where none is sent. */
export function closeAnswer({ closeCode, noticedBy }: Violation): Uint8Array | null {
  if (closeCode === null) return null;
  const frame = { kind: 'control', opcode: OPCODE.close, payload: encodeClosePayload(closeCode) } as const;
  return encodeFrame(
    noticedBy === 'client' ? { ...frame, from: 'client', maskingKey: EXAMPLE_KEY } : { ...frame, from: 'server' },
  );
}

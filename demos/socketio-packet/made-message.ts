import { utf8Encode } from '#demos/protocol/bytes.ts';
import { encodeFrame } from '#demos/protocol/frame-encoder.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';
import type { MessageBytes } from './message-bytes.ts';

export type Sender =
  | { readonly from: 'client'; readonly key: Uint8Array; readonly at: number }
  | { readonly from: 'server'; readonly at: number };

/** The message that data would be sent as, in one frame, by the codec. `key` is the frame's masking key. */
export function madeMessage(data: string | Uint8Array, sender: Sender): MessageBytes {
  const type = typeof data === 'string' ? 'text' : 'binary';
  const payload = typeof data === 'string' ? utf8Encode(data) : data;
  const body = { kind: 'data', opcode: OPCODE[type], fin: true, rsv1: false, payload } as const;
  const wire = encodeFrame(
    sender.from === 'client' ? { ...body, from: 'client', maskingKey: sender.key } : { ...body, from: 'server' },
  );
  const start = wire.length - payload.length;
  const plain = wire.slice();
  plain.set(payload, start);
  const keyAt = sender.from === 'client' ? start - 4 : start;
  return {
    direction: sender.from === 'client' ? 'client-to-server' : 'server-to-client',
    at: sender.at,
    type,
    wire,
    plain,
    frames: [
      {
        head: { start: 0, end: keyAt },
        key: sender.from === 'client' ? { start: keyAt, end: start } : null,
        payload: { start, end: wire.length },
      },
    ],
  };
}

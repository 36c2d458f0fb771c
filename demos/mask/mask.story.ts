import type { Capture } from '#demos/capture/capture.ts';
import { ConnectionReader } from '#demos/capture/connection-reader.ts';
import { isWireEvent } from '#demos/capture/event-kinds.ts';
import { toHex } from '#demos/protocol/bytes.ts';
import { applyMask } from '#demos/protocol/mask.ts';
import { MOST } from './mask.desk.ts';
import type { SentFrame } from './mask.frame.ts';

/** The masked frames that a capture's clients sent, in order; only those that the desk can hold. */
export function sentFrames({ events }: Pick<Capture, 'events'>): readonly SentFrame[] {
  const readers = new Map<string, ConnectionReader>();
  const frames: SentFrame[] = [];
  for (const event of events) {
    if (!isWireEvent(event)) continue;
    const reader = readers.get(event.connection) ?? new ConnectionReader({});
    readers.set(event.connection, reader);
    for (const item of reader.push(event)) {
      if (item.kind !== 'frame' || item.direction !== 'client-to-server') continue;
      const { header, payload, missing } = item.frame;
      const { maskingKey } = header;
      if (!maskingKey || missing.length > 0 || payload.length > MOST) continue;
      frames.push({
        id: `${event.id}/${frames.length}`,
        first: (header.fin ? 0x80 : 0) | (header.rsv1 ? 0x40 : 0) | header.opcode,
        key: toHex(maskingKey),
        masked: toHex(applyMask(payload, maskingKey)),
        payload: toHex(payload),
      });
    }
  }
  return frames;
}

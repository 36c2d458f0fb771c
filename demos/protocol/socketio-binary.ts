import { encodeSocketioPacket } from './socketio-packet.ts';
import { isPlaceholderIndex } from './socketio-placeholder.ts';
import type { SocketioPacket } from './socketio-types.ts';
import type { EventData, Value, ValueWithBinary } from './socketio-value.ts';

/** An event or ack as an application sees it: binary stands where it belongs. */
export type SocketioContent = { readonly namespace: string } & (
  | { readonly type: 'EVENT'; readonly id?: number; readonly data: EventData<Uint8Array> }
  | { readonly type: 'ACK'; readonly id: number; readonly data: readonly ValueWithBinary[] }
);

/** What is sent for one event or ack: a text packet and the attachments that follow it. */
export interface SocketioMessages {
  readonly packet: SocketioPacket;
  readonly text: string;
  readonly attachments: readonly Uint8Array[];
}

/** Takes binary out: each becomes an attachment, and a placeholder with its number stands for it (Socket.IO v5 §Format). */
export function deconstruct(data: ValueWithBinary): { data: Value; attachments: Uint8Array[] } {
  const attachments: Uint8Array[] = [];
  const take = (value: ValueWithBinary): Value => {
    if (value instanceof Uint8Array) return { _placeholder: true, num: attachments.push(value) - 1 };
    if (Array.isArray(value)) return value.map(take);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, take(each)]));
  };
  return { data: take(data), attachments };
}

/** Puts attachments back. A placeholder whose number names none stays as it is: decoding has refused those. */
export function reconstruct(data: Value, attachments: readonly Uint8Array[]): ValueWithBinary {
  const holder: [ValueWithBinary] = [data];
  const next: [Record<string | number, ValueWithBinary>, string | number][] = [[holder as never, 0]];
  // A list of its own, because a peer chooses how deep the nesting is, and a call stack has an end.
  for (let place = next.pop(); place; place = next.pop()) {
    const [container, key] = place;
    const value = container[key];
    if (value === null || typeof value !== 'object') continue;
    const { _placeholder, num } = value as { _placeholder?: unknown; num?: unknown };
    if (_placeholder === true) {
      if (isPlaceholderIndex(num, attachments.length)) container[key] = attachments[num] as Uint8Array;
      continue;
    }
    const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string | number, ValueWithBinary>;
    container[key] = copy;
    for (const inner of Object.keys(copy)) next.push([copy, inner]);
  }
  return holder[0];
}

/** What `emit` makes of an event, or an acknowledgement of its answer: a binary type only where there is binary. */
export function encodeSocketioContent(content: SocketioContent): SocketioMessages {
  const { data, attachments } = deconstruct(content.data);
  const type = attachments.length === 0 ? content.type : (`BINARY_${content.type}` as const);
  // The type of `data` is that of `content.data`, with placeholders in it.
  const packet = { ...content, type, data, ...(attachments.length > 0 && { attachments: attachments.length }) };
  return { packet: packet as SocketioPacket, text: encodeSocketioPacket(packet as SocketioPacket), attachments };
}

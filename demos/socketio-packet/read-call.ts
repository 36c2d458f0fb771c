import { encodeEnginePacket } from '#demos/protocol/engineio-packet.ts';
import { decodeSocketioPacket, encodeSocketioPacket } from '#demos/protocol/socketio-packet.ts';
import type { SocketioPacket } from '#demos/protocol/socketio-types.ts';
import { type DraftFault, type DraftReading, NOTHING } from './draft-reading.ts';
import { jsonWithBinary } from './json-with-binary.ts';
import { readLiterals } from './literal.ts';

/** From a call's arguments, its namespace and its ack id to the messages that it would send. */
export function readCall(call: string, namespace: string, ackId: number | null): DraftReading {
  const read = readLiterals(call);
  if (read.kind === 'fault') {
    const { at, end, found, expected } = read;
    return { ...NOTHING, fault: { field: 'call', at, end, found, expected } };
  }
  const { values } = read;
  const refuse = (fault: Omit<DraftFault, 'field' | 'at' | 'end'>): DraftReading => ({
    ...NOTHING,
    given: values,
    fault: { field: 'call', at: 0, end: call.length, ...fault },
  });
  if (!/^\/[^,]*$/.test(namespace)) {
    const found = namespace === '' ? 'nothing' : `\`${namespace}\``;
    const place = { field: 'namespace', at: 0, end: namespace.length, rule: 'socketio.namespace' } as const;
    return { ...NOTHING, given: values, fault: { ...place, found, expected: 'a slash, and no comma' } };
  }
  const json = jsonWithBinary(values);
  if (json.kind === 'throws') return refuse({ found: json.found, expected: 'values that JSON.stringify takes' });
  const { data, attachments } = json;
  const binary = attachments.length > 0 && { attachments: attachments.length };
  const type = binary ? 'BINARY_EVENT' : 'EVENT';
  // Whether the data is an event's, the decoder says: a name must come first, and a reserved one must not.
  const packet = { type, namespace, data, ...binary, ...(ackId !== null && { id: ackId }) } as SocketioPacket;
  const text = encodeSocketioPacket(packet);
  const decoded = decodeSocketioPacket(text);
  if (decoded.kind === 'violation') return refuse(decoded.violation);
  return {
    messages: [encodeEnginePacket({ type: 'message', data: text }), ...attachments],
    event: { namespace, ackId, values },
    given: values,
    fault: null,
  };
}

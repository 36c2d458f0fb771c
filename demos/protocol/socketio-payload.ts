import { type JsonNode, locateJson } from './json-text.ts';
import type { PacketPart, PacketText } from './packet-part.ts';
import type { RuleId } from './rules.ts';
import { isPlaceholderIndex, placeholdersIn } from './socketio-placeholder.ts';
import type { SocketioPacketType } from './socketio-types.ts';
import { RESERVED_EVENTS, type Value } from './socketio-value.ts';
import { source } from './source.ts';
import type { Violation } from './violation.ts';

/** Where a packet's payload begins: `at` in `source`, whose spans `text` gives. */
interface Place {
  readonly type: SocketioPacketType;
  readonly attachments: number;
  readonly source: string;
  readonly at: number;
  readonly text: PacketText;
}

type Payload =
  | { readonly kind: 'payload'; readonly data: Value | undefined; readonly part: PacketPart | null }
  | { readonly kind: 'violation'; readonly violation: Violation };

interface Shape {
  readonly rule: RuleId;
  readonly wanted: string;
  readonly fits: (root: JsonNode) => boolean;
  readonly mayBeAbsent?: true;
}

const CONNECT: Shape = {
  rule: 'socketio.connect-payload',
  wanted: 'a JSON object, or nothing',
  fits: ({ kind }) => kind === 'object',
  mayBeAbsent: true,
};
const CONNECT_ERROR: Shape = {
  rule: 'socketio.connect-payload',
  wanted: 'a JSON object or string that says why',
  fits: ({ kind }) => kind === 'object' || kind === 'string',
};
const DISCONNECT: Shape = {
  rule: 'socketio.disconnect-payload',
  wanted: 'nothing after the namespace',
  fits: () => false,
  mayBeAbsent: true,
};
const EVENT: Shape = {
  rule: 'socketio.event-payload',
  wanted: 'a JSON array that begins with the event’s name',
  fits: ({ kind, children }) => kind === 'array' && children.length > 0,
};
const ACK: Shape = {
  rule: 'socketio.ack-payload',
  wanted: 'a JSON array, which may be empty',
  fits: ({ kind }) => kind === 'array',
};

/** What each type must carry (Socket.IO v5 §Exchange protocol; `isPayloadValid` of the reference parser). */
const SHAPES: Readonly<Record<SocketioPacketType, Shape>> = {
  CONNECT,
  DISCONNECT,
  CONNECT_ERROR,
  EVENT,
  BINARY_EVENT: EVENT,
  ACK,
  BINARY_ACK: ACK,
};

const FORMAT = source('Socket.IO v5', 'Format');
const DATA = source('Socket.IO v5', 'Sending and receiving data');

/** Reads the JSON that ends a packet, and checks that its type may carry it. */
export function readSocketioPayload(place: Place): Payload {
  const { type, source: whole, at, text } = place;
  const { length } = whole;
  const shape = SHAPES[type];
  const broken = (rule: RuleId, range: readonly [number, number], found: string, expected: string): Payload => ({
    kind: 'violation',
    violation: text.violation(rule, range, found, expected),
  });

  if (at === length) {
    if (shape.mayBeAbsent) return { kind: 'payload', data: undefined, part: null };
    return broken(shape.rule, [at, at], 'nothing', shape.wanted);
  }
  if (type === 'DISCONNECT') return broken(shape.rule, [at, length], excerpt(whole.slice(at)), shape.wanted);
  const located = locateJson(whole, at);
  if (located.kind === 'broken') {
    const range = [located.at, located.end] as const;
    return broken('socketio.json', range, located.found, located.expected);
  }
  const { root } = located;
  if (!shape.fits(root)) return broken(shape.rule, [root.start, root.end], describe(root, whole), shape.wanted);
  const isEvent = type === 'EVENT' || type === 'BINARY_EVENT';
  const name = isEvent ? root.children[0] : undefined;
  if (name) {
    const range = [name.start, name.end] as const;
    if (name.kind !== 'string' && name.kind !== 'number')
      return broken('socketio.event-name', range, describe(name, whole), 'a string, or a number');
    const value: unknown = JSON.parse(whole.slice(...range));
    if (typeof value === 'string' && RESERVED_EVENTS.includes(value))
      return broken('socketio.reserved-event', range, JSON.stringify(value), `none of ${RESERVED_EVENTS.join(', ')}`);
  }
  const placeholders = place.attachments > 0 ? placeholdersIn(root, whole) : [];
  for (const { num, node } of placeholders) {
    if (isPlaceholderIndex(num, place.attachments)) continue;
    const wanted = `num from 0 to ${place.attachments - 1}`;
    return broken('socketio.placeholder', [node.start, node.end], excerpt(whole.slice(node.start, node.end)), wanted);
  }
  let next = 0;
  const child = (node: JsonNode): PacketPart => {
    const range = [node.start, node.end] as const;
    const inside: PacketPart[] = [];
    for (let each = placeholders[next]; each && each.node.end <= node.end; each = placeholders[++next])
      inside.push(text.part('sio.placeholder', [each.node.start, each.node.end], each.num as number, FORMAT));
    return text.part(node === name ? 'sio.event-name' : 'sio.argument', range, whole.slice(...range), DATA, inside);
  };
  const children = root.kind === 'array' ? root.children.map(child) : [];
  const part = text.part('sio.payload', [at, length], whole.slice(at), FORMAT, children);
  return { kind: 'payload', data: JSON.parse(whole.slice(at)), part };
}

const LONGEST = 40;
const excerpt = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

function describe({ kind, children, start, end }: JsonNode, text: string): string {
  if (kind === 'array' && children.length === 0) return 'an empty array';
  if (kind === 'literal') return text.slice(start, end);
  return kind === 'array' || kind === 'object' ? `an ${kind}` : `a ${kind}`;
}

import { characterEnd, createPacketText, type PacketOptions, type PacketPart, quoteAt } from './packet-part.ts';
import type { RuleId } from './rules.ts';
import { readSocketioPayload } from './socketio-payload.ts';
import {
  MAX_ATTACHMENTS,
  SOCKETIO_PACKET_TYPES,
  type SocketioPacket,
  type SocketioPacketType,
} from './socketio-types.ts';
import { source } from './source.ts';
import type { Violation } from './violation.ts';

const FORMAT = source('Socket.IO v5', 'Format');
const TYPES = source('Socket.IO v5', 'Exchange protocol');
const NAMESPACES = source('Socket.IO v5', 'Connection to a namespace');
const ACKNOWLEDGEMENT = source('Socket.IO v5', 'Acknowledgement');

/** Whether a packet of the type may have an ack id, and whether it must (Socket.IO v5 §Acknowledgement). */
const ACK_ID: Readonly<Record<SocketioPacketType, 'none' | 'may' | 'must'>> = {
  CONNECT: 'none',
  DISCONNECT: 'none',
  CONNECT_ERROR: 'none',
  EVENT: 'may',
  BINARY_EVENT: 'may',
  ACK: 'must',
  BINARY_ACK: 'must',
};

/** `parts` are the fields in order, without gap; of a broken packet, those before the fault. */
export type SocketioPacketResult =
  | { readonly kind: 'packet'; readonly packet: SocketioPacket; readonly parts: readonly PacketPart[] }
  | { readonly kind: 'violation'; readonly violation: Violation; readonly parts: readonly PacketPart[] };

/** Reads one text packet from its first character to its last, and stops at the first fault. */
export class SocketioReader {
  readonly #source: string;
  readonly #text: ReturnType<typeof createPacketText>;
  readonly #parts: PacketPart[] = [];
  #at = 0;
  #violation: Violation | null = null;

  constructor(text: string, options: PacketOptions) {
    this.#source = text;
    this.#text = createPacketText(text, options);
  }

  read(): SocketioPacketResult {
    const packet = this.#packet();
    const parts = this.#parts;
    if (this.#violation) return { kind: 'violation', violation: this.#violation, parts };
    return { kind: 'packet', packet: packet as SocketioPacket, parts };
  }

  #packet(): SocketioPacket | null {
    const type = this.#type();
    if (!type) return null;
    const attachments = type.startsWith('BINARY') ? this.#attachments() : 0;
    if (attachments === null) return null;
    const namespace = this.#namespace();
    if (namespace === null) return null;
    const id = this.#ackId(type);
    if (this.#violation) return null;
    const payload = readSocketioPayload({ type, attachments, source: this.#source, at: this.#at, text: this.#text });
    if (payload.kind === 'violation') {
      this.#violation = payload.violation;
      return null;
    }
    if (payload.part) this.#parts.push(payload.part);
    // The readers above have checked that these go together.
    return {
      type,
      namespace,
      ...(attachments > 0 && { attachments }),
      ...(id !== undefined && { id }),
      ...(payload.data !== undefined && { data: payload.data }),
    } as SocketioPacket;
  }

  #type(): SocketioPacketType | null {
    const type = SOCKETIO_PACKET_TYPES[/^[0-6]/.test(this.#source) ? Number(this.#source[0]) : -1];
    if (type === undefined) return this.#wrong('socketio.type', 'a digit from 0 to 6');
    this.#at = 1;
    this.#parts.push(this.#text.part('sio.type', [0, 1], type, TYPES));
    return type;
  }

  #attachments(): number | null {
    const start = this.#at;
    const digits = this.#digits();
    const count = Number(digits);
    const wanted = `a number from 1 to ${MAX_ATTACHMENTS}, then "-"`;
    if (digits === '') return this.#wrong('socketio.attachments', wanted);
    const end = start + digits.length;
    if (count < 1) return this.#broken('socketio.attachments', [start, end], digits, wanted);
    if (count > MAX_ATTACHMENTS)
      return this.#broken('socketio.attachments-limit', [start, end], digits, `at most ${MAX_ATTACHMENTS}`);
    this.#at = end;
    if (this.#source[end] !== '-') return this.#wrong('socketio.hyphen', '"-" after the number of attachments');
    this.#at = end + 1;
    this.#parts.push(this.#text.part('sio.attachments', [start, this.#at], count, FORMAT));
    return count;
  }

  #namespace(): string | null {
    const start = this.#at;
    if (this.#source[start] !== '/') return '/';
    const comma = this.#source.indexOf(',', start);
    const end = this.#source.length;
    if (comma === -1) return this.#broken('socketio.namespace', [start, end], 'no comma', '"," after the namespace');
    const namespace = this.#source.slice(start, comma);
    this.#at = comma + 1;
    this.#parts.push(this.#text.part('sio.namespace', [start, this.#at], namespace, NAMESPACES));
    return namespace;
  }

  #ackId(type: SocketioPacketType): number | null | undefined {
    const start = this.#at;
    const digits = this.#digits();
    const range = [start, start + digits.length] as const;
    const allowed = ACK_ID[type];
    const id = digits === '' ? undefined : Number(digits);
    if (id !== undefined) {
      if (allowed === 'none') return this.#broken('socketio.ack-id', range, digits, `no ack id in ${type}`);
      if (!Number.isSafeInteger(id))
        return this.#broken('socketio.ack-id', range, digits, `at most ${Number.MAX_SAFE_INTEGER}`);
      this.#at = range[1];
      this.#parts.push(this.#text.part('sio.ack-id', range, id, ACKNOWLEDGEMENT));
    }
    if (/^\s/.test(this.#source[this.#at] ?? '')) return this.#wrong('socketio.space', 'JSON or the end');
    if (id === undefined && allowed === 'must')
      return this.#wrong('socketio.ack-id-missing', 'the ack id of the event');
    return id;
  }

  #digits(): string {
    let end = this.#at;
    while (/[0-9]/.test(this.#source[end] ?? '')) end += 1;
    return this.#source.slice(this.#at, end);
  }

  /** The character that is next cannot stand there. */
  #wrong(rule: RuleId, expected: string): null {
    const at = this.#at;
    return this.#broken(rule, [at, characterEnd(this.#source, at)], quoteAt(this.#source, at), expected);
  }

  #broken(rule: RuleId, range: readonly [number, number], found: string, expected: string): null {
    this.#violation = this.#text.violation(rule, range, found, expected);
    return null;
  }
}

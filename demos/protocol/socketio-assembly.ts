import { utf8Encode } from './bytes.ts';
import type { PacketOptions, PacketPart } from './packet-part.ts';
import { RULES, type RuleId } from './rules.ts';
import { reconstruct, type SocketioContent } from './socketio-binary.ts';
import { decodeSocketioPacket } from './socketio-packet.ts';
import type { SocketioBinaryPacket, SocketioPacket } from './socketio-types.ts';
import { byteSpan } from './span.ts';
import type { Violation } from './violation.ts';

/** Between two Engine.IO messages of one direction: which packet waits for its attachments. */
export type SocketioAssembly =
  | { readonly kind: 'idle' }
  | { readonly kind: 'awaiting'; readonly packet: SocketioBinaryPacket; readonly attachments: readonly Uint8Array[] };

export const IDLE: SocketioAssembly = { kind: 'idle' };

/**
 * `packet`: whole, with nothing to wait for. `attachment`: number `index` of the packet that waits.
 * `content` is what the application is given; absent while attachments are missing, and for CONNECT and the like.
 */
export type SocketioStep =
  | {
      readonly kind: 'packet';
      readonly packet: SocketioPacket;
      readonly parts: readonly PacketPart[];
      readonly content: SocketioContent | null;
    }
  | {
      readonly kind: 'attachment';
      readonly packet: SocketioBinaryPacket;
      readonly index: number;
      readonly content: SocketioContent | null;
    }
  | { readonly kind: 'violation'; readonly violation: Violation; readonly parts: readonly PacketPart[] };

export interface SocketioAssembled {
  readonly assembly: SocketioAssembly;
  readonly step: SocketioStep;
}

/**
 * Takes the data of one Engine.IO message after the other. At a violation the reference implementation closes the
 * connection; a reader that goes on does so from the beginning.
 */
export function assembleSocketio(
  assembly: SocketioAssembly,
  data: string | Uint8Array,
  options: PacketOptions = {},
): SocketioAssembled {
  if (typeof data !== 'string') return takeAttachment(assembly, data, options);
  if (assembly.kind === 'awaiting') {
    const missing = assembly.packet.attachments - assembly.attachments.length;
    const left = missing === 1 ? '1 more binary message' : `${missing} more binary messages`;
    return refuse('socketio.awaited-binary', utf8Encode(data).length, 'text', left, options);
  }
  const result = decodeSocketioPacket(data, options);
  if (result.kind === 'violation') return { assembly: IDLE, step: result };
  const { packet, parts } = result;
  if (isBinary(packet))
    return {
      assembly: { kind: 'awaiting', packet, attachments: [] },
      step: { kind: 'packet', packet, parts, content: null },
    };
  const content = packet.type === 'EVENT' || packet.type === 'ACK' ? packet : null;
  return { assembly: IDLE, step: { kind: 'packet', packet, parts, content } };
}

function takeAttachment(assembly: SocketioAssembly, data: Uint8Array, options: PacketOptions): SocketioAssembled {
  if (assembly.kind === 'idle')
    return refuse('socketio.unexpected-binary', data.length, 'binary', 'a text packet first', options);
  const { packet } = assembly;
  const attachments = [...assembly.attachments, data];
  const index = assembly.attachments.length;
  if (attachments.length < packet.attachments)
    return {
      assembly: { ...assembly, attachments },
      step: { kind: 'attachment', packet, index, content: null },
    };
  const { namespace, id } = packet;
  const type = packet.type === 'BINARY_EVENT' ? 'EVENT' : 'ACK';
  const whole = reconstruct(packet.data, attachments);
  // Placeholders stand below the first level of an event, so its name is still there.
  const content = { type, namespace, ...(id !== undefined && { id }), data: whole } as SocketioContent;
  return { assembly: IDLE, step: { kind: 'attachment', packet, index, content } };
}

const isBinary = (packet: SocketioPacket): packet is SocketioBinaryPacket => 'attachments' in packet;

function refuse(
  rule: RuleId,
  length: number,
  found: string,
  expected: string,
  { from = 'client', at = 0 }: PacketOptions,
): SocketioAssembled {
  const violation: Violation = {
    rule,
    source: RULES[rule],
    span: byteSpan(at, at + length),
    found,
    expected,
    closeCode: null,
    noticedBy: from === 'client' ? 'server' : 'client',
  };
  return { assembly: IDLE, step: { kind: 'violation', violation, parts: [] } };
}

import { latin1Decode } from '#demos/protocol/bytes.ts';
import { readFrameHeader } from '#demos/protocol/frame-header.ts';
import { isControlOpcode } from '#demos/protocol/opcode.ts';

const START = /^(?:[A-Z]{3,7} \S|HTTP\/\d)/;

/** Whether bytes begin a request or a response; no legal frame begins with these letters. */
export const isHead = (bytes: Uint8Array, at = 0): boolean => START.test(latin1Decode(bytes.subarray(at, at + 10)));

const DEFINED: ReadonlySet<number> = new Set([0, 1, 2, 8, 9, 10]);

/** Whether bytes may begin a frame: its header is legal by RFC 6455 §5.2 and §5.5, RSV1 as RFC 7692 §6 has it. */
export function isFrame(bytes: Uint8Array): boolean {
  const header = readFrameHeader(bytes)?.header;
  if (!header || header.rsv2 || header.rsv3 || !DEFINED.has(header.opcode)) return false;
  if (isControlOpcode(header.opcode)) return header.fin && !header.rsv1 && header.lengthForm === 7;
  return header.lengthForm === 7 || header.length > (header.lengthForm === 16 ? 125 : 0xffff);
}

/** Whether bytes are a record of TLS 1.0 to 1.3 (RFC 8446 §5.1). */
export const isTls = ([type = 0, major]: Uint8Array): boolean => type >= 20 && type <= 23 && major === 3;

/** Whose bytes these are, as far as they tell: requests and masked frames are the client's (RFC 6455 §5.1). */
export function senderOf(bytes: Uint8Array): 'client' | 'server' | null {
  if (isHead(bytes)) return latin1Decode(bytes.subarray(0, 5)) === 'HTTP/' ? 'server' : 'client';
  if (!isFrame(bytes)) return null;
  return readFrameHeader(bytes)?.header.maskingKey ? 'client' : 'server';
}

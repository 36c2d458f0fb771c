import { readFrameHeader } from './frame-header.ts';
import { OPCODE } from './opcode.ts';

const CONTROL: ReadonlySet<number> = new Set([OPCODE.close, OPCODE.ping, OPCODE.pong]);

/**
 * Whether Chromium's stream refuses this control frame. It takes everything that came in one read apart before its
 * channel acts on any of it, and looks at these two rules while it does: frames before such a one, that came with it,
 * are never acted on. Measured with Chromium 156: a ping of 125 bytes and one of 126 in one segment are answered with
 * a Close 1002 and no pong.
 */
export const refusedInRead = (opcode: number, fin: boolean, length: number | bigint): boolean =>
  CONTROL.has(opcode) && (!fin || length > 125);

/** Whether among these frames, the first of which begins with the first byte, is one that is refused before any is acted on. */
export function readIsRefused(bytes: Uint8Array): boolean {
  for (let at = 0; ; ) {
    const read = readFrameHeader(bytes, at);
    if (!read) return false;
    const { opcode, fin, length } = read.header;
    if (refusedInRead(opcode, fin, length)) return true;
    at += read.byteLength + Number(length);
  }
}

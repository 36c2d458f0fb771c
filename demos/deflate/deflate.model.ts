import { Deflate, Z_DEFAULT_STRATEGY, Z_FIXED, Z_SYNC_FLUSH } from 'pako';
import type { Direction } from '#demos/capture/capture.ts';
import type { RandomBytes } from '#demos/link/random-bytes.ts';
import { concat, utf8Encode } from '#demos/protocol/bytes.ts';
import { stripFlushTail } from '#demos/protocol/deflate-framing.ts';
import { PERMESSAGE_DEFLATE } from '#demos/protocol/deflate-negotiation.ts';
import { encodeHeader, headerOf } from '#demos/protocol/frame-encoder.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';
import type { Conversing, Listener } from './deflate.conversing.ts';
import type { Settings } from './deflate.settings.ts';
import type { Conversation, DirectionTerms, Message } from './deflate.talk.ts';

/** zlib's defaults, which ws and Chromium leave as they are. */
const LEVEL = 6;
const MEM_LEVEL = 8;

/** One end's compressor: raw DEFLATE, flushed after each message (RFC 7692 §7.2.1). */
export function createCompressor({ takeover, windowBits, strategy }: Settings): (message: Uint8Array) => Uint8Array {
  const create = (): { readonly deflate: Deflate; readonly chunks: Uint8Array[] } => {
    const chunks: Uint8Array[] = [];
    const deflate = new Deflate({
      raw: true,
      level: strategy === 'stored' ? 0 : LEVEL,
      memLevel: MEM_LEVEL,
      windowBits,
      strategy: strategy === 'fixed' ? Z_FIXED : Z_DEFAULT_STRATEGY,
    });
    deflate.onData = (chunk) => chunks.push(chunk);
    return { deflate, chunks };
  };
  let one = create();
  return (message) => {
    // The flush of nothing, which zlib would not write a second time (RFC 7692 §7.2.3.6).
    if (message.length === 0) return Uint8Array.of(0);
    if (!takeover) one = create();
    one.chunks.length = 0;
    one.deflate.push(message, Z_SYNC_FLUSH);
    return stripFlushTail(concat(...one.chunks));
  };
}

/** What both ends would agree on in their handshake. */
function agreedOn({ takeover, windowBits }: Settings): string {
  const ends = ['server', 'client'];
  return [
    PERMESSAGE_DEFLATE,
    ...(takeover ? [] : ends.map((end) => `${end}_no_context_takeover`)),
    ...(windowBits === 15 ? [] : ends.map((end) => `${end}_max_window_bits=${windowBits}`)),
  ].join('; ');
}

/** A conversation of two ends in this page; the server sends back what it is sent. */
export function converseModel(settings: Settings, listener: Listener, randomBytes: RandomBytes): Conversing {
  const terms: DirectionTerms = settings;
  const compress: Readonly<Record<Direction, (message: Uint8Array) => Uint8Array>> = {
    'client-to-server': createCompressor(settings),
    'server-to-client': createCompressor(settings),
  };
  let conversation: Conversation = {
    connection: 'model-0',
    agreed: agreedOn(settings),
    terms: { 'client-to-server': terms, 'server-to-client': terms },
    messages: [],
  };
  const message = (direction: Direction, output: Uint8Array): Message => {
    const payload = compress[direction](output);
    const body = { kind: 'data', opcode: OPCODE.text, fin: true, rsv1: true, payload } as const;
    const header = headerOf(
      direction === 'client-to-server'
        ? { ...body, from: 'client', maskingKey: randomBytes(4) }
        : { ...body, from: 'server' },
    );
    return { direction, headers: encodeHeader(header), payload, compressed: true, output };
  };
  listener.talked([conversation], null);
  listener.opened();
  return {
    send(text) {
      const output = utf8Encode(text);
      const both = [message('client-to-server', output), message('server-to-client', output)];
      conversation = { ...conversation, messages: [...conversation.messages, ...both] };
      listener.talked([conversation], null);
    },
    leave() {},
  };
}

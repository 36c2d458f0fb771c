import type { Socket } from 'node:net';
import type { FrameEvent } from '#demos/protocol/frame.ts';
import { createFrameDecoder } from '#demos/protocol/frame-decoder.ts';
import { encodeFrame } from '#demos/protocol/frame-encoder.ts';
import { parseResponseHead } from '#demos/protocol/http-parse.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';
import type { Limits } from './limits.ts';

const closeAmong = (events: readonly FrameEvent[]) =>
  events.find((event) => event.kind === 'frame' && event.header.opcode === OPCODE.close);

/**
 * What becomes of a connection after its answer. After a 101, the client's Close frame is sent back
 * (RFC 6455 §5.5.1), unless the answer held one, and the server closes first (§7.1.1). After anything else the
 * client goes first, so that what it does is its answer to the bytes and not to our FIN; it gets `refusedIdleMs` for that.
 */
export function answerClose(socket: Socket, answer: Uint8Array, early: Uint8Array, limits: Limits): void {
  const result = parseResponseHead(answer);
  if (result.kind === 'need-more') return void socket.resume();
  if (result.kind !== 'head' || result.head.status !== 101) {
    socket.resume();
    socket.setTimeout(limits.refusedIdleMs);
    return;
  }
  const sent = createFrameDecoder({ from: 'server', policy: 'rfc', deflate: true, maxPayload: null });
  const closeSent = closeAmong(sent.push(answer.subarray(result.head.byteLength))) !== undefined;
  // The limit is only on what is held: a payload that is not whole is kept by the decoder.
  const received = createFrameDecoder({
    from: 'client',
    policy: 'rfc',
    deflate: true,
    maxPayload: limits.respondBytes,
  });
  const read = (bytes: Uint8Array) => {
    const close = closeAmong(received.push(bytes));
    if (close?.kind === 'frame') {
      if (!closeSent)
        socket.write(encodeFrame({ kind: 'control', from: 'server', opcode: OPCODE.close, payload: close.payload }));
      socket.end();
    } else if (received.failure) socket.end();
  };
  socket.on('data', read);
  if (early.length > 0) read(early);
}

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { goAway, TRY_AGAIN_LATER } from './go-away.ts';
import type { Limits } from './limits.ts';
import { createTokenBucket } from './token-bucket.ts';

export interface EchoServer {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Closes every connection with 1001, and at last without asking. */
  close(): Promise<void>;
}

/** Sends every message back as it came, on the real `ws`. Without compression: the bytes on the wire are the message's. */
export function createEchoServer(
  limits: Pick<Limits, 'messageBytes' | 'messageRate' | 'unsentBytes' | 'idleMs' | 'graceMs'>,
): EchoServer {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: limits.messageBytes });
  const lastMessageAt = new WeakMap<WebSocket, number>();

  server.on('connection', (peer) => {
    const messages = createTokenBucket(limits.messageRate);
    lastMessageAt.set(peer, performance.now());
    // ws has answered with the right close code by then; nothing is left to do but not to crash.
    peer.on('error', () => {});
    peer.on('message', (data, isBinary) => {
      lastMessageAt.set(peer, performance.now());
      if (peer.readyState !== WebSocket.OPEN) return;
      if (!messages.take()) return peer.close(TRY_AGAIN_LATER, 'too many messages in a short time');
      peer.send(data, { binary: isBinary }, () => {
        if (peer.isPaused && peer.bufferedAmount <= limits.unsentBytes / 2) peer.resume();
      });
      if (peer.bufferedAmount > limits.unsentBytes) peer.pause();
    });
  });

  const sweep = setInterval(
    () => {
      const oldest = performance.now() - limits.idleMs;
      for (const peer of server.clients)
        if ((lastMessageAt.get(peer) ?? 0) < oldest) peer.close(TRY_AGAIN_LATER, 'idle for too long');
    },
    Math.ceil(limits.idleMs / 10),
  );
  sweep.unref();

  return {
    upgrade: (request, socket, head) =>
      server.handleUpgrade(request, socket, head, (peer) => server.emit('connection', peer, request)),
    close() {
      clearInterval(sweep);
      return goAway(server, limits.graceMs);
    },
  };
}

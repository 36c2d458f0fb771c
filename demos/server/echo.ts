import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { Problem } from '#demos/capture/problem.ts';
import { EchoPeer } from './echo-peer.ts';
import { goAway, TRY_AGAIN_LATER } from './go-away.ts';
import type { Limits } from './limits.ts';
import type { Page } from './page.ts';
import type { PageCommand } from './page-command.ts';
import { createPageSockets } from './page-sockets.ts';
import { tellTap } from './tap.ts';
import { createTokenBucket } from './token-bucket.ts';

/** Whose connection it is, and the page's own number for it. */
export interface SocketOwner {
  readonly page: Page;
  readonly number: number;
  /** The page asked for this end's own view as well. */
  readonly viewed: boolean;
}

export interface EchoServer {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, owner?: SocketOwner | null): void;
  /** Echoes on a WebSocket that was accepted elsewhere, within the same bounds. */
  serve(peer: WebSocket, socket: Duplex, owner?: SocketOwner | null): void;
  /** Does with a page's own connection what the page asks; returns why not, if it does not. */
  act(page: Page, command: Extract<PageCommand, { kind: 'act' }>): Problem | null;
  /** Closes every connection with 1001, and at last without asking. */
  close(): Promise<void>;
}

/** Sends every message back as it came, on the real `ws`. Without compression: the bytes on the wire are the message's. */
export function createEchoServer(
  limits: Pick<
    Limits,
    'messageBytes' | 'messageRate' | 'unsentBytes' | 'idleMs' | 'graceMs' | 'vanishMs' | 'vanishedAtOnce'
  >,
): EchoServer {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.messageBytes,
  });
  const clients = new Set<WebSocket>();
  const lastMessageAt = new WeakMap<WebSocket, number>();
  const sockets = createPageSockets(limits);

  const serve: EchoServer['serve'] = (peer, socket, owner) => {
    const connection = new EchoPeer(peer, socket, owner?.viewed ? (record) => tellTap(socket, record) : null);
    if (owner) sockets.add(owner.page, owner.number, connection);
    const messages = createTokenBucket(limits.messageRate);
    clients.add(peer);
    peer.once('close', () => clients.delete(peer));
    lastMessageAt.set(peer, performance.now());
    // ws has answered with the right close code by then; nothing is left to do but not to crash.
    peer.on('error', () => {});
    peer.on('message', (data, isBinary) => {
      lastMessageAt.set(peer, performance.now());
      if (peer.readyState !== WebSocket.OPEN || connection.silent) return;
      if (!messages.take()) return peer.close(TRY_AGAIN_LATER, 'too many messages in a short time');
      peer.send(data, { binary: isBinary }, () => {
        if (peer.isPaused && !connection.silent && peer.bufferedAmount <= limits.unsentBytes / 2) peer.resume();
      });
      if (peer.bufferedAmount > limits.unsentBytes) peer.pause();
    });
  };

  const sweep = setInterval(
    () => {
      const oldest = performance.now() - limits.idleMs;
      for (const peer of clients)
        if ((lastMessageAt.get(peer) ?? 0) < oldest) peer.close(TRY_AGAIN_LATER, 'idle for too long');
    },
    Math.ceil(limits.idleMs / 10),
  );
  sweep.unref();

  return {
    upgrade: (request, socket, head, owner) =>
      server.handleUpgrade(request, socket, head, (peer) => serve(peer, socket, owner)),
    serve,
    act(page, { socket, act }) {
      const connection = sockets.find(page, socket);
      if (!connection)
        return { rule: 'act.socket', found: 'no such connection', expected: 'an echo connection of this page' };
      const refused = connection.perform(act, limits);
      if (connection.silent) sockets.boundSilence(page, connection);
      return refused;
    },
    close() {
      clearInterval(sweep);
      return goAway({ clients }, limits.graceMs);
    },
  };
}

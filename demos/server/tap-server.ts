import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { PATHS } from '#demos/capture/side-channel.ts';
import { requestUrl } from './http-answers.ts';
import type { Limits } from './limits.ts';
import type { Page } from './page.ts';
import type { PageRegistry } from './page-registry.ts';
import type { CapturedBytes } from './record-queue.ts';
import { readThroughPush, tapSocket, untapSocket } from './tap.ts';
import { TappedConnection } from './tapped-connection.ts';

/**
 * Taps what an HTTP server accepts from now on, and gives each request's bytes to the page its query names.
 * Call when the server's other `upgrade` listeners are there: the owner must be known before they write.
 */
export function tapServer(server: Server, registry: PageRegistry, limits: Limits, captured: CapturedBytes): void {
  const connections = new WeakMap<Duplex, TappedConnection>();

  const ownerOf = (request: IncomingMessage): Page | null => {
    const url = requestUrl(request);
    if (url?.pathname === PATHS.sideChannel) return null;
    const claim = registry.claim(url);
    return claim.kind === 'page' ? claim.page : null;
  };

  // After Node's own listener, which gives the socket to the HTTP parser.
  server.on('connection', (socket: Socket) => {
    const tapped = new TappedConnection(socket, limits, captured);
    tapSocket(socket, tapped);
    readThroughPush(socket);
    connections.set(socket, tapped);
  });
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const tapped = connections.get(request.socket);
    tapped?.claim(ownerOf(request));
    // A response may be over before its request is, and the rest of that is not of whoever asks next.
    response.once('close', () => {
      if (request.complete) tapped?.release();
      else request.once('close', () => tapped?.release());
    });
  });
  server.prependListener('upgrade', (request: IncomingMessage, socket: Duplex) => {
    const page = connections.get(socket)?.claim(ownerOf(request));
    // After an upgrade no other request follows, so what is nobody's now stays nobody's.
    if (page !== null) return;
    connections.delete(socket);
    untapSocket(request.socket);
  });
}

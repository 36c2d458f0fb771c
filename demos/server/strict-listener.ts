import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createEchoServer } from './echo.ts';
import type { Limits } from './limits.ts';
import type { Page } from './page.ts';
import type { CapturedBytes } from './record-queue.ts';
import { readThroughPush, tapSocket } from './tap.ts';
import { TappedConnection } from './tapped-connection.ts';

export interface StrictListener {
  readonly port: number;
  /** Makes the connection that comes from this loopback port the page's, and says by what name the page knows it. */
  claim(fromPort: number, page: Page, ready: (connection: string) => void): void;
  /** Waits for it no longer. */
  forget(fromPort: number): void;
  close(): Promise<void>;
}

/**
 * A WebSocket server on loopback that only the raw sender may talk to: the real `ws`, which fails a connection on
 * any violation. Connections that nobody claimed before their first request are others', and are cut.
 */
export async function createStrictListener(limits: Limits, captured: CapturedBytes): Promise<StrictListener> {
  const echo = createEchoServer(limits);
  const accepted = new Map<number, { socket: Socket; tapped: TappedConnection }>();
  const expected = new Map<number, () => void>();
  const claimed = new WeakSet<Socket>();

  const server = createServer({ maxHeaderSize: limits.headBytes, headersTimeout: limits.headMs });
  server.maxConnections = limits.connectionsInTotal;
  server.on('connection', (socket) => {
    const { remoteAddress, remotePort } = socket;
    // The raw sender dials from here; the port alone would not tell it from 127.0.0.2.
    if (remoteAddress !== '127.0.0.1' || remotePort === undefined) return void socket.destroy();
    const tapped = new TappedConnection(socket, limits, captured);
    tapSocket(socket, tapped);
    readThroughPush(socket);
    accepted.set(remotePort, { socket, tapped });
    socket.once('close', () => accepted.delete(remotePort));
    expected.get(remotePort)?.();
  });
  server.on('request', (request, response) => {
    if (!claimed.has(request.socket)) return void request.socket.destroy();
    // As ws's own HTTP server answers where no upgrade is asked for.
    const body = 'Upgrade Required';
    response.writeHead(426, { 'Content-Length': body.length, 'Content-Type': 'text/plain' }).end(body);
  });
  server.on('upgrade', (request, socket, head) => {
    if (claimed.has(request.socket)) echo.upgrade(request, socket, head);
    else request.socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });

  return {
    port: (server.address() as AddressInfo).port,
    claim(fromPort, page, ready) {
      const take = () => {
        const found = accepted.get(fromPort);
        expected.delete(fromPort);
        if (!found) return;
        claimed.add(found.socket);
        const connection = found.tapped.claim(page);
        if (connection !== null) ready(connection);
      };
      // Which end hears of a new connection first is not defined.
      if (accepted.has(fromPort)) take();
      else expected.set(fromPort, take);
    },
    forget: (fromPort) => void expected.delete(fromPort),
    async close() {
      server.close();
      await echo.close();
      server.closeAllConnections();
    },
  };
}

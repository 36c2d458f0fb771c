import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { ACCEPT_GUID } from '#demos/protocol/accept-key.ts';
import { concat } from '#demos/protocol/bytes.ts';
import type { DecodedFrame } from '#demos/protocol/frame.ts';
import { createFrameDecoder } from '#demos/protocol/frame-decoder.ts';

export interface RawConnection {
  /** Resolves when the first bytes after the handshake have come. */
  readonly heard: Promise<void>;
  /** Every frame that came, as long as they are legal. */
  frames(): DecodedFrame[];
  send(bytes: Uint8Array): void;
  /** Sends FIN. */
  end(): void;
}

export interface RawWebSocketServer {
  readonly host: string;
  /** The connection made by the last opening handshake. */
  readonly latest: RawConnection;
  close(): Promise<void>;
}

/**
 * Shakes hands, and then does nothing of its own accord: what comes is kept, what a test says is sent.
 * Any other request is answered with an empty page, so that script of the same origin can connect.
 */
export async function createRawWebSocketServer(
  onConnection: (connection: RawConnection, path: string) => void = () => {},
): Promise<RawWebSocketServer> {
  let latest: RawConnection | undefined;
  const sockets: Duplex[] = [];
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>empty</title>');
  });
  server.on('upgrade', (request, socket) => {
    const received: Uint8Array[] = [];
    sockets.push(socket);
    socket.on('error', () => {});
    socket.on('data', (chunk: Uint8Array) => received.push(chunk));
    socket.on('end', () => socket.end());
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${ACCEPT_GUID}`).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    latest = {
      heard: once(socket, 'data').then(
        () => {},
        () => {},
      ),
      frames: () =>
        createFrameDecoder({ from: 'client', policy: 'rfc', deflate: false })
          .push(concat(...received))
          .filter((event) => event.kind === 'frame'),
      send: (bytes) => socket.write(bytes),
      end: () => socket.end(),
    };
    onConnection(latest, request.url ?? '');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return {
    host: `127.0.0.1:${address.port}`,
    get latest() {
      if (!latest) throw new Error('nobody has connected yet');
      return latest;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

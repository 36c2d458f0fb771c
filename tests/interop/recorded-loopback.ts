import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { Capture, Direction, WireCaptureEvent, WireEvent } from '#demos/capture/capture.ts';

export interface Recorder {
  readonly port: number;
  /** What passed so far, as a capture. */
  capture(): Capture;
  close(): void;
}

/** A relay on loopback that writes down every byte it passes on. It changes nothing but where writes end. */
export async function recordLoopback(target: number): Promise<Recorder> {
  const started = performance.now();
  const events: WireCaptureEvent[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;

  const server = createServer((client) => {
    const connection = `c${connections++}`;
    const note = (event: WireEvent): void => {
      const id = `server:${events.length}` as const;
      events.push({ id, at: performance.now() - started, connection, ...event });
    };
    const onward = connect(target, '127.0.0.1');
    note({
      kind: 'opened',
      local: `${client.localAddress}:${client.localPort}`,
      remote: `${client.remoteAddress}:${client.remotePort}`,
    });
    const relay = (direction: Direction, from: Socket, to: Socket): void => {
      let offset = 0;
      sockets.add(from);
      from.on('data', (bytes: Buffer) => {
        note({ kind: 'bytes', direction, offset, bytes: new Uint8Array(bytes) });
        offset += bytes.length;
        to.write(bytes);
      });
      from.on('end', () => {
        note({ kind: 'fin', direction });
        to.end();
      });
      from.on('error', () => to.destroy());
    };
    relay('client-to-server', client, onward);
    relay('server-to-client', onward, client);
    client.on('close', () => note({ kind: 'closed' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP port, not a pipe');
  return {
    port: address.port,
    capture: () => ({ format: 1, source: 'recorded', madeWith: {}, events: [...events] }),
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

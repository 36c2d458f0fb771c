import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { encodeClosePayload } from '#demos/protocol/close-payload.ts';
import { encodeFrame } from '#demos/protocol/frame-encoder.ts';
import { createMessageReader } from '#demos/protocol/message-reader.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';

/** What reached the server, besides messages: its marks are waited for. */
export type Seen = 'request' | 'ping' | 'pong' | 'close' | 'message' | 'end';

/**
 * The server's end of one connection after another: `ws` makes the handshake when told to; after it the test decides
 * about every frame, so that the browser can be held in any state.
 */
export interface Peer {
  readonly url: string;
  /** Code of the last Close that came. */
  readonly closeCode: number | null;
  count(seen: Seen): number;
  /** Resolves once `seen` was counted that often since the last `reset`. */
  until(seen: Seen, times?: number): Promise<void>;
  accept(): Promise<void>;
  refuse(): void;
  write(frame: 'text' | 'ping' | 'pong' | 'close' | 'reserved'): void;
  /** FIN, without a Close. */
  end(): void;
  /** Neither reads nor answers, until `resume`. */
  pause(): void;
  resume(): void;
  reset(): void;
  stop(): Promise<void>;
}

const FRAMES = {
  text: encodeFrame({
    from: 'server',
    kind: 'data',
    opcode: OPCODE.text,
    fin: true,
    rsv1: false,
    payload: Buffer.from('hi'),
  }),
  ping: encodeFrame({ from: 'server', kind: 'control', opcode: OPCODE.ping, payload: new Uint8Array() }),
  pong: encodeFrame({ from: 'server', kind: 'control', opcode: OPCODE.pong, payload: new Uint8Array() }),
  close: encodeFrame({
    from: 'server',
    kind: 'control',
    opcode: OPCODE.close,
    payload: encodeClosePayload(1000, 'done'),
  }),
  /** RSV1 without an extension (RFC 6455 §5.2). */
  reserved: Uint8Array.of(0xc1, 0x00),
} as const;

class LifecyclePeer implements Peer {
  readonly url: string;
  closeCode: number | null = null;
  readonly #server: Server;
  readonly #wss = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  readonly #counts = new Map<Seen, number>();
  /** All that is open: a server that closes waits for what was upgraded, too. */
  readonly #open = new Set<Socket>();
  #waiting: (() => void)[] = [];
  #upgrade: { readonly accept: () => void; readonly socket: Duplex } | null = null;
  #socket: Socket | null = null;

  constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    server.on('connection', (socket: Socket) => {
      this.#open.add(socket);
      socket.on('close', () => this.#open.delete(socket));
    });
    server.on('upgrade', (request, socket, head) => {
      this.#socket = request.socket;
      this.#upgrade = {
        socket,
        accept: () => this.#wss.handleUpgrade(request, socket, head, () => this.#takeOver(request.socket)),
      };
      socket.on('error', () => {});
      socket.on('close', () => this.#note('end'));
      this.#note('request');
    });
  }

  #note(seen: Seen): void {
    this.#counts.set(seen, this.count(seen) + 1);
    for (const look of this.#waiting) look();
  }

  /** `ws` has made the handshake; from here on the test is the server. */
  #takeOver(socket: Socket): void {
    socket.removeAllListeners('data').removeAllListeners('end');
    const reader = createMessageReader({ from: 'client', policy: 'rfc', deflate: false });
    socket.on('data', (bytes) => {
      for (const event of reader.push(bytes)) {
        if (event.kind === 'close') this.closeCode = event.close?.code ?? null;
        if (event.kind === 'message' || event.kind === 'ping' || event.kind === 'pong' || event.kind === 'close')
          this.#note(event.kind);
      }
    });
    socket.resume();
  }

  count(seen: Seen): number {
    return this.#counts.get(seen) ?? 0;
  }

  until(seen: Seen, times = 1): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.count(seen) < times) return;
        this.#waiting = this.#waiting.filter((each) => each !== look);
        resolve();
      };
      this.#waiting.push(look);
      look();
    });
  }

  async accept(): Promise<void> {
    await this.until('request');
    this.#upgrade?.accept();
    this.#upgrade = null;
  }

  refuse(): void {
    this.#upgrade?.socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    this.#upgrade = null;
  }

  write(frame: keyof typeof FRAMES): void {
    this.#socket?.write(FRAMES[frame]);
  }
  end(): void {
    this.#socket?.end();
  }
  pause(): void {
    this.#socket?.pause();
  }
  resume(): void {
    this.#socket?.resume();
  }

  reset(): void {
    this.#socket?.destroy();
    this.#socket = null;
    this.#upgrade = null;
    this.#waiting = [];
    this.#counts.clear();
    this.closeCode = null;
  }

  async stop(): Promise<void> {
    this.reset();
    this.#wss.close();
    for (const socket of this.#open) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export async function createPeer(): Promise<Peer> {
  const server = createServer((_, response) => {
    response
      .setHeader('Content-Type', 'text/html')
      .end('<!doctype html><link rel="icon" href="data:,"><title>life</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new LifecyclePeer(server);
}

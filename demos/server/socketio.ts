import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server, type Socket } from 'socket.io';
import { PATHS } from '#demos/capture/side-channel.ts';
import type { Limits } from './limits.ts';
import { boundAttachments, boundedEngine, boundUnsent, isBounded } from './socketio-bounds.ts';
import { createTokenBucket, type TokenBucket } from './token-bucket.ts';

export interface SocketioServer {
  readonly clients: number;
  request(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
}

export type SocketioLimits = Pick<
  Limits,
  'messageBytes' | 'messageRate' | 'unsentBytes' | 'eventValues' | 'eventDepth' | 'joinMs' | 'graceMs'
>;

type Acknowledge = (...values: unknown[]) => void;

const isAcknowledge = (value: unknown): value is Acknowledge => typeof value === 'function';

/**
 * A real Socket.IO server. `hello` greets whoever connects; `echo` gives its arguments back, in the
 * acknowledgement where the client asked for one; `add` acknowledges a sum, and `bin` the bytes it was sent. In a server of one page `shout` is emitted to all its clients.
 */
export function createSocketioServer(scope: 'one-page' | 'anonymous', limits: SocketioLimits): SocketioServer {
  // Never listens: it is what Socket.IO attaches to, and what the companion hands requests to.
  const entrance = createServer();
  const io = new Server(entrance, {
    path: PATHS.socketio,
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: limits.messageBytes,
    connectTimeout: limits.joinMs,
    wsEngine: boundedEngine(limits),
  });

  // By connection: a client may leave a namespace and join it again, as often as it likes.
  const rates = new WeakMap<Socket['conn'], TokenBucket>();
  io.engine.on('connection', (connection: Socket['conn']) => {
    boundUnsent(connection, limits);
    boundAttachments(connection, limits);
  });

  io.on('connection', (socket: Socket) => {
    const messages = rates.get(socket.conn) ?? createTokenBucket(limits.messageRate);
    rates.set(socket.conn, messages);
    if (!messages.take()) {
      socket.disconnect(true);
      return;
    }
    socket.use((event, next) => {
      if (messages.take() && isBounded(event, limits)) next();
      else socket.disconnect(true);
    });
    socket.emit('hello', { id: socket.id, transport: socket.conn.transport.name });
    socket.on('echo', (...values: unknown[]) => {
      const acknowledge = values.at(-1);
      if (isAcknowledge(acknowledge)) acknowledge(...values.slice(0, -1));
      else socket.emit('echo', ...values);
    });
    socket.on('add', (a: unknown, b: unknown, acknowledge: unknown) => {
      // Not a number: JSON has no NaN, so what is sent is null.
      if (isAcknowledge(acknowledge)) acknowledge(typeof a === 'number' && typeof b === 'number' ? a + b : Number.NaN);
    });
    socket.on('bin', (...values: unknown[]) => {
      const acknowledge = values.at(-1);
      if (isAcknowledge(acknowledge)) acknowledge(answerBytes(values));
    });
    if (scope === 'one-page')
      socket.on(
        'shout',
        (...values: unknown[]) => void io.emit('shout', ...values.filter((v) => typeof v !== 'function')),
      );
  });

  return {
    get clients() {
      return io.engine.clientsCount;
    },
    request: (request, response) => void entrance.emit('request', request, response),
    upgrade: (request, socket, head) => void entrance.emit('upgrade', request, socket, head),
    // The entrance never listened, so closing it reports an error that means nothing.
    close: () => io.close().catch(() => {}),
  };
}

/** How many bytes came, and the first attachment backwards. */
function answerBytes(values: readonly unknown[]): { readonly got: number; readonly echo?: Buffer } {
  const attachments = attachmentsOf(values);
  const got = attachments.reduce((sum, { length }) => sum + length, 0);
  const [first] = attachments;
  return first ? { got, echo: Buffer.from(first).reverse() } : { got };
}

/** In the order in which Socket.IO numbers them. The values have passed `isBounded`. */
const attachmentsOf = (value: unknown): Buffer[] => {
  if (Buffer.isBuffer(value)) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(attachmentsOf) : [];
};

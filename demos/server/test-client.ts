import { connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { Direction, ServerCaptureEvent } from '#demos/capture/capture.ts';
import { decodeRecords } from '#demos/capture/record.ts';
import { type CompanionMessage, PATHS, type PageMessage, TAP_PARAM } from '#demos/capture/side-channel.ts';
import { latin1Decode } from '#demos/protocol/bytes.ts';
import type { Companion } from './companion.ts';

/** Waits for something that other code brings about; call `check` whenever it may have come about. */
function createWaiting() {
  const waiting = new Set<() => void>();
  return {
    check: () => {
      for (const look of [...waiting]) look();
    },
    until: (holds: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        const look = () => {
          if (!holds()) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}

/** A page's side channel, and what came over it. */
export interface TestPage {
  readonly tap: string;
  readonly ready: Extract<CompanionMessage, { kind: 'ready' }>;
  readonly socket: WebSocket;
  readonly events: readonly ServerCaptureEvent[];
  readonly messages: readonly CompanionMessage[];
  until(holds: () => boolean): Promise<void>;
  /** Waits until this many connections of the page are closed. */
  untilClosed(count: number): Promise<void>;
  /** What passed one way on one connection, one character a byte; a gap is a row of `?`. */
  stream(connection: string, direction: Direction): string;
  command(message: PageMessage | object | string): void;
  /** Waits for the answer to a command. */
  answer(request: number): Promise<CompanionMessage>;
  /** The address of a demo socket with this page's tap id. */
  url(path: string): string;
  close(): Promise<void>;
}

export const webSocketUrl = (companion: Companion): string => companion.url.replace('http', 'ws');

export async function openPage(companion: Companion): Promise<TestPage> {
  const socket = new WebSocket(webSocketUrl(companion) + PATHS.sideChannel, { origin: companion.url });
  const events: ServerCaptureEvent[] = [];
  const messages: CompanionMessage[] = [];
  const { check, until } = createWaiting();
  let failure: Error | null = null;
  socket.on('error', (error) => {
    failure = error;
    check();
  });
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) {
      const decoded = decodeRecords(data);
      if (decoded.kind === 'violation') throw new Error(`the side channel sent ${decoded.found}`);
      events.push(...decoded.events);
    } else messages.push(JSON.parse(data.toString()));
    check();
  });
  socket.on('close', check);
  await until(() => messages.length > 0 || failure !== null || socket.readyState === WebSocket.CLOSED);
  const [ready] = messages;
  if (ready?.kind !== 'ready') throw failure ?? new Error('no ready');
  const { tap } = ready;
  return {
    tap,
    ready,
    socket,
    events,
    messages,
    until,
    untilClosed: (count) => until(() => events.filter((event) => event.kind === 'closed').length >= count),
    stream: (connection, direction) =>
      events
        .flatMap((event) => {
          if (event.connection !== connection) return [];
          if (event.kind === 'bytes' && event.direction === direction) return [latin1Decode(event.bytes)];
          return event.kind === 'gap' && event.direction === direction ? ['?'.repeat(event.length)] : [];
        })
        .join(''),
    command: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    async answer(request) {
      const find = () => messages.find((message) => message.kind !== 'ready' && message.request === request);
      await until(() => find() !== undefined);
      return find() as CompanionMessage;
    },
    url: (path) => `${webSocketUrl(companion)}${path}?${TAP_PARAM}=${tap}`,
    async close() {
      socket.close();
      await until(() => socket.readyState === WebSocket.CLOSED);
    },
  };
}

export interface TcpClient {
  readonly socket: Socket;
  /** Everything received so far, one character a byte. */
  readonly received: string;
  write(text: string): void;
  until(holds: () => boolean): Promise<void>;
  /** Everything received when the server has ended the connection. */
  untilEnd(): Promise<string>;
}

/** A client that sends exactly the bytes it is given: one character a byte. */
export async function tcpClient(port: number, host = '127.0.0.1'): Promise<TcpClient> {
  const socket = connect(port, host);
  const { check, until } = createWaiting();
  let received = '';
  let ended = false;
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    received += text;
    check();
  });
  // A reset is one way to end a connection.
  socket.on('error', () => {});
  socket.on('close', () => {
    ended = true;
    check();
  });
  await new Promise((resolve) => socket.once('connect', resolve));
  return {
    socket,
    get received() {
      return received;
    },
    write: (text) => void socket.write(text, 'latin1'),
    until,
    async untilEnd() {
      await until(() => ended);
      return received;
    },
  };
}

/** Sends a request by hand and gives the whole response; the request should ask for the connection to be closed. */
export async function exchange(port: number, request: string): Promise<string> {
  const client = await tcpClient(port);
  client.write(request);
  return client.untilEnd();
}

/** A request head from its start line and fields. */
export const head = (startLine: string, fields: Readonly<Record<string, string>>): string =>
  `${[startLine, ...Object.entries(fields).map(([name, value]) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n`;

/** The fields of RFC 6455 §1.2's example handshake, without Host and Origin. */
export const HANDSHAKE = {
  Upgrade: 'websocket',
  Connection: 'Upgrade',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version': '13',
} as const;

export const hidden = (text: string, secret: string): string => text.replaceAll(secret, 'x'.repeat(secret.length));

export const statusOf = (response: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(response)?.[1]);

/** Opens a WebSocket and waits for its fate: 101, or the status it was refused with. */
export function handshakeStatus(url: string, origin?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, origin === undefined ? {} : { origin });
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', reject);
  });
}

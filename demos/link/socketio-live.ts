import { io, type Socket } from 'socket.io-client';
import type { ApplicationCall, ApplicationEvent, ServerCaptureEvent } from '#demos/capture/capture.ts';
import { PATHS, SOCKET_PARAM, TAP_PARAM } from '#demos/capture/side-channel.ts';
import { jsSource } from './js-source.ts';
import type { Link, LinkStatus } from './link.ts';
import { createLiveCapture } from './live-capture.ts';
import { browserPage, type Page } from './page.ts';
import { createWritable, type Readable } from './readable.ts';
import { type Session, sharedSideChannel } from './side-channel-client.ts';

export interface SocketioLinkOptions {
  /** Where the client connects: a Socket.IO server, or one that is none. */
  readonly path?: string;
  /** Milliseconds until an attempt to connect is given up; the client's own default is 20 s. */
  readonly timeoutMs?: number;
}

/** A real Socket.IO client of this page, what it was told, and what the companion's tap saw of its WebSocket. */
export interface SocketioLink {
  readonly source: 'live';
  readonly capture: Link['capture'];
  readonly status: Readable<LinkStatus>;
  readonly can: { readonly connect: boolean; readonly emit: boolean };
  /** A new client and a new connection; one that was there before is disconnected. Waits for a companion that is being reached. */
  connect(): void;
  /** Never throws for a value: what the client throws is recorded. Misuse, before `connect`, throws. */
  emit(event: string, args: readonly unknown[], options: { readonly ack: boolean }): void;
  disconnect(): void;
  /** Start the capture again from nothing, without a client. */
  clear(): void;
  dispose(): void;
}

interface Client {
  readonly socket: Socket;
  readonly record: (application: ApplicationCall | ApplicationEvent) => void;
  emits: number;
}

/**
 * Brings socket.io-client with it: load this module when a reader asks for it. The client speaks WebSocket from the
 * start and does not come back by itself, so a client is one connection of the capture.
 */
export function createSocketioLink(
  page: Page = browserPage(),
  { path = PATHS.socketio, timeoutMs }: SocketioLinkOptions = {},
): SocketioLink {
  const channel = sharedSideChannel(page);
  const status = createWritable<LinkStatus>(channel.status.get());
  const live = createLiveCapture(page, channel);
  let client: Client | null = null;
  let clients = 0;
  let waits = false;

  function open(session: Session): void {
    client?.socket.disconnect();
    const number = channel.nextSocket();
    const connection = `socket-${number}`;
    const from = live.era;
    session.router.expectSocket(number, connection, (events: readonly ServerCaptureEvent[]) => live.add(events, from));
    const order = clients++;
    const record: Client['record'] = (application) =>
      live.add(
        [
          {
            id: channel.nextPageEvent(),
            at: channel.now(),
            connection,
            kind: 'application',
            client: order,
            application,
          },
        ],
        from,
      );
    const url = `${page.location.protocol}//${page.location.host}`;
    const socket = io(url, {
      path,
      addTrailingSlash: path.endsWith('/'),
      query: { [TAP_PARAM]: session.tap, [SOCKET_PARAM]: String(number) },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      autoConnect: false,
      ...(timeoutMs !== undefined && { timeout: timeoutMs }),
    });
    listen(socket, record);
    client = { socket, record, emits: 0 };
    record({ do: 'connect', url, path });
    socket.connect();
  }

  const unsubscribe = channel.status.subscribe((next) => {
    status.set(next);
    const { session } = channel;
    const due = waits && session !== null;
    if (next.kind !== 'connecting') waits = false;
    if (due) open(session);
  });
  const release = channel.use();

  function clear(): void {
    live.clear();
    client?.socket.disconnect();
    client = null;
    waits = false;
  }

  return {
    source: 'live',
    capture: live.capture,
    status,
    can: {
      get connect() {
        return channel.session !== null || channel.status.get().kind === 'connecting';
      },
      get emit() {
        return client !== null;
      },
    },
    connect() {
      if (channel.session) open(channel.session);
      else waits = true;
    },
    emit(event, args, { ack }) {
      if (client === null) throw new Error('this link has no client: connect() first');
      const { socket, record } = client;
      const emit = client.emits++;
      record({ do: 'emit', event, args: args.map((each) => jsSource(each)), ack });
      const acknowledge = (...values: unknown[]): void => record({ on: 'ack', emit, args: sourcesOf(values) });
      try {
        socket.emit(event, ...args, ...(ack ? [acknowledge] : []));
      } catch (thrown) {
        const { name, message } = thrown instanceof Error ? thrown : { name: 'Error', message: String(thrown) };
        record({ do: 'throw', name, message });
      }
    },
    disconnect() {
      if (client === null) return;
      client.record({ do: 'disconnect' });
      client.socket.disconnect();
    },
    clear,
    dispose() {
      clear();
      unsubscribe();
      release();
    },
  };
}

const sourcesOf = (values: readonly unknown[]): string[] => values.map((value) => jsSource(value));

function listen(socket: Socket, record: Client['record']): void {
  socket.on('connect', () => record({ on: 'connect', id: socket.id ?? '' }));
  socket.onAny((event: string, ...values: unknown[]) => {
    // A server may ask for an acknowledgement as well; the last value is then a function.
    const args = values.filter((value) => typeof value !== 'function');
    record({ on: 'event', event, args: sourcesOf(args) });
  });
  socket.on('connect_error', ({ message }) => record({ on: 'connect_error', message }));
  socket.on('disconnect', (reason) => record({ on: 'disconnect', reason }));
}

import type { ScriptRecord, ServerAct, ServerCaptureEvent } from '#demos/capture/capture.ts';
import { PATHS } from '#demos/capture/side-channel.ts';
import { base64Encode } from '#demos/protocol/base64.ts';
import type { Intent, Link, LinkStatus } from './link.ts';
import { createLiveCapture } from './live-capture.ts';
import { type ObservedSocket, observeSocket } from './observed-socket.ts';
import { browserPage, type Page, type PageRealm } from './page.ts';
import { createWritable } from './readable.ts';
import { type Answer, type Session, sharedSideChannel } from './side-channel-client.ts';
import { createSocketLooks } from './socket-looks.ts';
import { type SocketAddress, socketUrl } from './socket-url.ts';

export interface LiveLinkOptions {
  /** Where sockets are opened, and what their query says besides. */
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  /** `frame`: each socket lives in a document of its own, which can `leave`. */
  readonly realm?: 'page' | 'frame';
  /** Also write down what script reads in the attributes when nothing told it of a change. */
  readonly reads?: boolean;
}

/** What needs a companion; a socket that is open needs none. */
type Opening = Exclude<Intent, { kind: 'send' | 'close' | 'server' | 'leave' }>;

/** What one socket asks for besides what all of them do. */
interface SocketOffer {
  readonly protocols?: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
}

interface OpenSocket extends ObservedSocket {
  readonly number: number;
  readonly connection: string;
  readonly realm: PageRealm | null;
  /** Its document has left; no script can use it. */
  hasLeft: boolean;
}

/**
 * Real sockets of this page, and what the companion's tap saw of them. Each link sees its own connections only, and
 * calls them `socket-<n>` (a browser's) or `raw-<n>`. Intents done while the companion is being reached wait for it.
 */
export function createLiveLink(
  page: Page = browserPage(),
  { path = PATHS.echo, query, realm: sort = 'page', reads = false }: LiveLinkOptions = {},
): Link {
  const channel = sharedSideChannel(page);
  const status = createWritable<LinkStatus>(channel.status.get());
  const live = createLiveCapture(page, channel);
  let sockets: OpenSocket[] = [];
  const looks = createSocketLooks(page, (socket) => sockets.some((each) => each === socket));
  let raws = 0;
  let waiting: Opening[] = [];

  function openSocket(
    session: Session,
    { protocols = [], ...address }: SocketOffer,
    responder?: SocketAddress['responder'],
  ): void {
    const socket = channel.nextSocket();
    const connection = `socket-${socket}`;
    const from = live.era;
    const look = (): void => {
      if (reads && from === live.era) sockets.find(({ number }) => number === socket)?.look();
    };
    session.router.expectSocket(socket, connection, (events: readonly ServerCaptureEvent[]) => {
      look();
      live.add(events, from);
    });
    const record = (script: ScriptRecord): void =>
      live.add([{ id: channel.nextPageEvent(), at: channel.now(), connection, ...script }], from);
    const url = socketUrl(page, { path, query: { ...query, ...address.query }, tap: session.tap, socket, responder });
    // A socket that is closed needs its document no more.
    for (const { readyState, realm } of sockets) if (readyState === 3) realm?.leave();
    const realm = sort === 'frame' ? page.openRealm() : null;
    const { WebSocket } = realm ?? page;
    const observed = observeSocket({ WebSocket, url, protocols, socket, record });
    sockets.push(Object.assign(observed, { number: socket, connection, realm, hasLeft: false }));
  }

  function leave(socket: OpenSocket): void {
    socket.hasLeft = true;
    socket.leave(() => socket.realm?.leave());
  }

  function ask(session: Session, socket: OpenSocket, act: ServerAct): void {
    const { number, connection } = socket;
    const from = live.era;
    live.add([{ id: channel.nextPageEvent(), at: channel.now(), connection, kind: 'act', socket: number, act }], from);
    session.command({ kind: 'act', socket: number, act }, (answer) => answered(session, from, answer));
    if (reads && act.do === 'close') looks.forClosing(socket);
  }

  function answered(session: Session, from: number, answer: Answer, offer: SocketOffer = {}): void {
    if (from !== live.era) return;
    if (answer.kind === 'refused') {
      const { kind, rule, found, expected } = answer;
      status.set({ kind, rule, found, expected });
    } else if (answer.kind === 'ticket') openSocket(session, offer, answer);
    else if (answer.kind === 'raw-opened')
      session.router.expectConnection(answer.connection, `raw-${raws++}`, (events) => live.add(events, from));
  }

  function perform(session: Session, intent: Opening): void {
    const from = live.era;
    const onAnswer = (answer: Answer): void =>
      answered(session, from, answer, intent.kind === 'respond-with' ? intent : {});
    switch (intent.kind) {
      case 'connect':
        openSocket(session, intent);
        break;
      case 'send-raw':
        if (allowed(session, 'raw')) session.command({ kind: 'raw', bytes: base64Encode(intent.bytes) }, onAnswer);
        break;
      case 'respond-with':
        if (allowed(session, 'respond'))
          session.command({ kind: 'respond', bytes: base64Encode(intent.bytes), acceptAt: intent.acceptAt }, onAnswer);
        break;
    }
  }

  function allowed({ allows }: Session, what: 'raw' | 'respond'): boolean {
    if (!allows[what])
      status.set({
        kind: 'refused',
        rule: `${what}.off`,
        found: 'a companion that does not offer it',
        expected: `one started with --allow-${what}`,
      });
    return allows[what];
  }

  function can(kind: Intent['kind']): boolean {
    const { session } = channel;
    const newest = sockets.at(-1);
    if (kind === 'send' || kind === 'close') return newest?.hasLeft === false;
    if (kind === 'leave') return newest?.hasLeft === false && newest.realm !== null;
    if (kind === 'server') return sockets.length > 0 && session !== null;
    if (session === null) return channel.status.get().kind === 'connecting';
    return kind === 'connect' || (kind === 'send-raw' ? session.allows.raw : session.allows.respond);
  }

  const unsubscribe = channel.status.subscribe((next) => {
    status.set(next);
    const { session } = channel;
    const due = session ? waiting : [];
    if (next.kind !== 'connecting') waiting = [];
    if (session) for (const intent of due) perform(session, intent);
  });
  const release = channel.use();

  function clear(): void {
    live.clear();
    for (const socket of sockets) {
      socket.abandon();
      socket.realm?.leave();
    }
    sockets = [];
    waiting = [];
  }

  return {
    source: 'live',
    capture: live.capture,
    status,
    can,
    do(intent) {
      if (!can(intent.kind)) throw new Error(`this link cannot ${intent.kind} now: ask can() first`);
      if (status.get().kind === 'refused') status.set(channel.status.get());
      const socket = sockets.at(-1);
      switch (intent.kind) {
        case 'send':
          socket?.send(intent.data);
          if (reads && socket) looks.untilDrained(socket);
          break;
        case 'close':
          socket?.close(intent.code, intent.reason);
          break;
        case 'leave':
          if (socket) leave(socket);
          break;
        case 'server':
          if (channel.session && socket) ask(channel.session, socket, intent.act);
          break;
        default:
          if (channel.session) perform(channel.session, intent);
          else waiting.push(intent);
      }
    },
    clear,
    dispose() {
      clear();
      unsubscribe();
      release();
    },
  };
}

import { checkAct, NO_OPEN_SOCKET } from '#demos/capture/act-check.ts';
import type { CaptureEvent, ServerAct } from '#demos/capture/capture.ts';
import { PATHS } from '#demos/capture/side-channel.ts';
import { acceptKey } from '#demos/protocol/accept-key.ts';
import { base64Encode } from '#demos/protocol/base64.ts';
import { concat, latin1Encode } from '#demos/protocol/bytes.ts';
import type { Policy } from '#demos/protocol/frame.ts';
import { fieldValues } from '#demos/protocol/http-fields.ts';
import { parseRequestHead } from '#demos/protocol/http-parse.ts';
import { serializeRequestHead } from '#demos/protocol/http-serialize.ts';
import { offendingProtocol } from '#demos/protocol/subprotocols.ts';
import { createAppendOrder, createCaptureStore } from './capture-store.ts';
import type { Intent, Link, LinkStatus } from './link.ts';
import { type ClientDeed, createModelClientPeer, type ModelClientPeer } from './model-client-peer.ts';
import {
  createModelConnection,
  deedsOf,
  type ModelConnection,
  type ModelRecorder,
  SERVER_ADDRESS,
} from './model-connection.ts';
import { createEchoPeer, createRespondingPeer, type ModelServerPeer, type ServerPolicy } from './model-server-peer.ts';
import { browserRandomBytes, type RandomBytes } from './random-bytes.ts';
import { createWritable } from './readable.ts';

export interface ModelLinkOptions {
  readonly randomBytes?: RandomBytes;
  /** Milliseconds. A model has no time of its own: unless told, each event is 1 ms after the one before. */
  readonly now?: () => number;
  readonly path?: string;
  /** The subprotocols the model server speaks. */
  readonly protocols?: readonly string[];
  /** The extensions the model client offers: a value of `Sec-WebSocket-Extensions`. None unless told. */
  readonly extensions?: string;
  /** Whose strictness the client reads the answer's head and frames with: the RFC's unless told. */
  readonly policy?: Policy;
  /** Whose strictness the server reads frames with: the RFC's unless told. */
  readonly serverPolicy?: ServerPolicy;
  /** Also write down what script reads in the attributes when nothing told it of a change. */
  readonly reads?: boolean;
  /** Also write down what the server's program does and is told. */
  readonly peer?: boolean;
  /** Where the client waits for what does not come, let it have waited: its wait is over at once. */
  readonly waits?: boolean;
}

export interface ModelLink extends Link {
  /** Does all of it in one task of script: nothing arrives before the last is done. */
  together(intents: readonly Intent[]): void;
}

interface OpenSocket {
  readonly client: ModelClientPeer;
  readonly server: ModelServerPeer;
  readonly connection: ModelConnection;
  readonly notebook: Notebook;
  hasLeft: boolean;
}

/** A new connection's place in the capture. `tell` adds what was recorded since the last time. */
interface Notebook extends ModelRecorder {
  act(act: ServerAct): void;
  readonly tell: () => void;
}

/**
 * Two peers computed from the codec: a browser by the RFC and the WHATWG standard, and a strict echo server.
 * No socket and no waiting: when `do` returns, everything it caused is in the capture.
 */
export function createModelLink({
  randomBytes = browserRandomBytes,
  now,
  path = PATHS.echo,
  protocols = [],
  extensions,
  policy = 'rfc',
  serverPolicy = 'rfc',
  reads = false,
  peer = false,
  waits = false,
}: ModelLinkOptions = {}): ModelLink {
  const store = createCaptureStore(
    'model',
    { model: 'minimal RFC 6455 peers', path: 'computed, not captured' },
    createAppendOrder,
  );
  let events = 0;
  let connections = 0;
  let time = 0;
  let current: OpenSocket | null = null;
  /** What waits until a task of script is over. */
  let held: OpenSocket[] | null = null;
  const status = createWritable<LinkStatus>(READY);

  function createNotebook(): Notebook {
    const number = connections++;
    let untold: CaptureEvent[] = [];
    const base = () => ({ id: `model:${events++}`, at: now?.() ?? time++, connection: `model-${number}` }) as const;
    return {
      wire: (event) => void untold.push({ ...base(), ...event }),
      peer: (record) => void (peer && untold.push({ ...base(), ...record })),
      script: (deed) => void untold.push({ ...base(), socket: number, ...deed }),
      act: (act) => void untold.push({ ...base(), kind: 'act', socket: number, act }),
      tell() {
        const told = untold;
        untold = [];
        store.add(told);
      },
    };
  }

  function openSocket(server: ModelServerPeer, asked: readonly string[]): void {
    const notebook = createNotebook();
    const construct = { do: 'construct', url: `ws://${SERVER_ADDRESS}${path}`, protocols: asked } as const;
    const offending = offendingProtocol(asked);
    if (offending) {
      const message = `${JSON.stringify(offending.name)} ${offending.twice ? 'is there twice' : 'is no token'}.`;
      const thrown = { do: 'throw', call: 'construct', name: 'SyntaxError', message } as const;
      for (const script of [construct, thrown])
        notebook.script({ kind: 'script', script, readyState: CLOSED, bufferedAmount: 0 });
      notebook.tell();
      return;
    }
    const bytes = requestBytes({ path, protocols: asked, extensions, key: base64Encode(randomBytes(16)) });
    const request = parseRequestHead(bytes);
    if (request.kind !== 'head') throw new TypeError('the model client cannot read its own request');
    notebook.script({
      kind: 'script',
      script: construct,
      readyState: 0,
      bufferedAmount: 0,
    });
    const client = createModelClientPeer(request.head, { randomBytes, reads, policy });
    const connection = createModelConnection(notebook, server, client);
    current = { notebook, client, server, connection, hasLeft: false };
    if (held) hold(current, held);
    connection.perform([{ kind: 'send', bytes, carries: 0 }]);
    notebook.tell();
  }

  /** What neither end will do by itself has to wait for the browser's patience. */
  function waitOut({ client, connection }: OpenSocket): void {
    const wait = waits && !held ? client.waitsFor : null;
    if (wait === null) return;
    time += wait;
    connection.perform(client.waitedOut());
  }

  function hold(socket: OpenSocket, all: OpenSocket[]): void {
    socket.connection.hold();
    all.push(socket);
  }

  function withSocket(deeds: (client: ModelClientPeer) => readonly ClientDeed[]): void {
    if (!current) throw new Error('this link has no socket: ask can() first');
    const { client, connection, notebook } = current;
    connection.perform(deeds(client));
    waitOut(current);
    notebook.tell();
  }

  function ask({ server, connection, notebook }: OpenSocket, act: ServerAct): void {
    notebook.act(act);
    const impossible = checkAct(act);
    const reaction = impossible ? null : server.act(act);
    if (reaction) connection.perform(deedsOf(reaction));
    else status.set({ kind: 'refused', ...(impossible ?? NO_OPEN_SOCKET) });
    notebook.tell();
  }

  const link: ModelLink = {
    source: 'model',
    capture: store.capture,
    status,
    can(kind) {
      if (kind === 'server') return current !== null;
      return kind === 'send' || kind === 'close' || kind === 'leave' ? current?.hasLeft === false : true;
    },
    do(intent) {
      if (status.get().kind === 'refused') status.set(READY);
      switch (intent.kind) {
        case 'connect':
          openSocket(createEchoPeer({ protocols, policy: serverPolicy }), intent.protocols ?? []);
          break;
        case 'send':
          withSocket((client) => client.send(intent.data));
          break;
        case 'close':
          withSocket((client) => client.close(intent.code, intent.reason));
          break;
        case 'leave':
          withSocket((client) => client.leave());
          if (current) current.hasLeft = true;
          break;
        case 'server':
          if (current) ask(current, intent.act);
          break;
        case 'send-raw': {
          const notebook = createNotebook();
          createModelConnection(notebook, createEchoPeer({ protocols, policy: serverPolicy }), null).perform([
            { kind: 'send', bytes: intent.bytes, carries: 0 },
          ]);
          notebook.tell();
          break;
        }
        case 'respond-with':
          openSocket(
            createRespondingPeer((request) => withAccept(intent.bytes, intent.acceptAt, request)),
            intent.protocols ?? [],
          );
          break;
      }
    },
    together(intents) {
      const all: OpenSocket[] = [];
      held = all;
      if (current) hold(current, all);
      for (const intent of intents) link.do(intent);
      held = null;
      for (const socket of all) {
        socket.connection.release();
        waitOut(socket);
        socket.notebook.tell();
      }
    },
    clear() {
      current = null;
      time = 0;
      store.clear();
    },
    dispose() {
      current = null;
    },
  };
  return link;
}

const CLOSED = 3;
const READY: LinkStatus = { kind: 'ready', allows: { raw: true, respond: true } };

interface RequestParts {
  readonly path: string;
  readonly protocols: readonly string[];
  readonly extensions: string | undefined;
  readonly key: string;
}

/** What RFC 6455 §4.1 requires of a browser's request, and no more. */
function requestBytes({ path, protocols, extensions, key }: RequestParts): Uint8Array {
  return serializeRequestHead({
    method: 'GET',
    target: path,
    fields: [
      ['Host', SERVER_ADDRESS],
      ['Upgrade', 'websocket'],
      ['Connection', 'Upgrade'],
      ['Sec-WebSocket-Key', key],
      ['Origin', `http://${SERVER_ADDRESS}`],
      ...(protocols.length > 0 ? [['Sec-WebSocket-Protocol', protocols.join(', ')] as const] : []),
      ['Sec-WebSocket-Version', '13'],
      ...(extensions === undefined ? [] : [['Sec-WebSocket-Extensions', extensions] as const]),
    ],
  });
}

/** The answer as the responder sends it: the accept value for this request's key stands at `acceptAt`. */
function withAccept(answer: Uint8Array, acceptAt: number | null, request: Uint8Array): Uint8Array {
  const result = parseRequestHead(request);
  if (acceptAt === null || result.kind !== 'head') return answer;
  const [key = ''] = fieldValues(result.head, 'Sec-WebSocket-Key');
  return concat(answer.subarray(0, acceptAt), latin1Encode(acceptKey(key).accept), answer.subarray(acceptAt));
}

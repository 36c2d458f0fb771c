import type { CaptureEvent } from '#demos/capture/capture.ts';
import { PATHS } from '#demos/capture/side-channel.ts';
import { acceptKey } from '#demos/protocol/accept-key.ts';
import { base64Encode } from '#demos/protocol/base64.ts';
import { concat, latin1Encode } from '#demos/protocol/bytes.ts';
import { fieldValues } from '#demos/protocol/http-fields.ts';
import { parseRequestHead } from '#demos/protocol/http-parse.ts';
import { serializeRequestHead } from '#demos/protocol/http-serialize.ts';
import { createAppendOrder, createCaptureStore } from './capture-store.ts';
import type { Link } from './link.ts';
import { type ClientDeed, createModelClientPeer, type ModelClientPeer } from './model-client-peer.ts';
import { createModelConnection, type ModelConnection, type ModelRecorder, SERVER_ADDRESS } from './model-connection.ts';
import { createEchoPeer, createRespondingPeer, type ModelServerPeer } from './model-server-peer.ts';
import { browserRandomBytes, type RandomBytes } from './random-bytes.ts';

export interface ModelLinkOptions {
  readonly randomBytes?: RandomBytes;
  /** Milliseconds. A model has no time of its own: unless told, each event is 1 ms after the one before. */
  readonly now?: () => number;
  readonly path?: string;
  /** The subprotocols the model server speaks. */
  readonly protocols?: readonly string[];
}

interface OpenSocket {
  readonly client: ModelClientPeer;
  readonly connection: ModelConnection;
  readonly tell: () => void;
}

/** A new connection's place in the capture. `tell` adds what was recorded since the last time. */
interface Notebook extends ModelRecorder {
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
}: ModelLinkOptions = {}): Link {
  const store = createCaptureStore(
    'model',
    { model: 'minimal RFC 6455 peers', path: 'computed, not captured' },
    createAppendOrder,
  );
  let events = 0;
  let connections = 0;
  let time = 0;
  let current: OpenSocket | null = null;

  function createNotebook(): Notebook {
    const number = connections++;
    let untold: CaptureEvent[] = [];
    const base = () => ({ id: `model:${events++}`, at: now?.() ?? time++, connection: `model-${number}` }) as const;
    return {
      wire: (event) => void untold.push({ ...base(), ...event }),
      script: ({ script, readyState }) =>
        void untold.push({ ...base(), kind: 'script', socket: number, script, readyState, bufferedAmount: 0 }),
      tell() {
        const told = untold;
        untold = [];
        store.add(told);
      },
    };
  }

  function openSocket(server: ModelServerPeer, asked: readonly string[]): void {
    const notebook = createNotebook();
    const bytes = requestBytes({ path, protocols: asked, key: base64Encode(randomBytes(16)) });
    const request = parseRequestHead(bytes);
    if (request.kind !== 'head') throw new TypeError('the model client cannot read its own request');
    notebook.script({
      kind: 'script',
      script: { do: 'construct', url: `ws://${SERVER_ADDRESS}${path}`, protocols: asked },
      readyState: 0,
    });
    const client = createModelClientPeer(request.head, randomBytes);
    const connection = createModelConnection(notebook, server, client);
    current = { client, connection, tell: notebook.tell };
    connection.perform([{ kind: 'send', bytes }]);
    notebook.tell();
  }

  function withSocket(deeds: (client: ModelClientPeer) => readonly ClientDeed[]): void {
    if (!current) throw new Error('this link has no socket: ask can() first');
    const { client, connection, tell } = current;
    connection.perform(deeds(client));
    tell();
  }

  return {
    source: 'model',
    capture: store.capture,
    status: {
      get: () => ({ kind: 'ready', allows: { raw: true, respond: true } }),
      subscribe: () => () => {},
    },
    can: (kind) => (kind === 'send' || kind === 'close' ? current !== null : true),
    do(intent) {
      switch (intent.kind) {
        case 'connect':
          openSocket(createEchoPeer({ protocols }), intent.protocols ?? []);
          break;
        case 'send':
          withSocket((client) => client.send(intent.data));
          break;
        case 'close':
          withSocket((client) => client.close(intent.code, intent.reason));
          break;
        case 'send-raw': {
          const notebook = createNotebook();
          createModelConnection(notebook, createEchoPeer({ protocols }), null).perform([
            { kind: 'send', bytes: intent.bytes },
          ]);
          notebook.tell();
          break;
        }
        case 'respond-with':
          openSocket(
            createRespondingPeer((request) => withAccept(intent.bytes, intent.acceptAt, request)),
            [],
          );
          break;
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
}

interface RequestParts {
  readonly path: string;
  readonly protocols: readonly string[];
  readonly key: string;
}

/** What RFC 6455 §4.1 requires of a browser's request, and no more. */
function requestBytes({ path, protocols, key }: RequestParts): Uint8Array {
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

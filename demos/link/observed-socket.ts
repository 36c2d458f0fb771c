import type { ReadyState, ScriptCall, ScriptEvent, ScriptRecord } from '#demos/capture/capture.ts';
import { utf8Encode } from '#demos/protocol/bytes.ts';
import { ABNORMAL_CLOSURE } from '#demos/protocol/close-codes.ts';
import type { Page, PageSocket } from './page.ts';
import { withoutSecrets } from './socket-url.ts';

/** A real WebSocket whose every call and event is written down, together with what its attributes say just after. */
export interface ObservedSocket {
  readonly readyState: ReadyState;
  readonly bufferedAmount: number;
  /** Never throws: what the WebSocket throws is recorded. */
  send(data: string | Uint8Array): void;
  /** Never throws, as `send`. */
  close(code?: number, reason?: string): void;
  /** Reads the attributes, and writes down that it did if one of them is not what was written last. */
  look(): void;
  /** Writes down that the document leaves, and what the attributes of a socket without one say. */
  leave(run: () => void): void;
  /** Closes and writes nothing down any more. */
  abandon(): void;
}

export interface ObservedSocketOptions {
  readonly WebSocket: Page['WebSocket'];
  readonly url: string;
  readonly protocols: readonly string[];
  /** The page's number for this socket. */
  readonly socket: number;
  readonly record: (record: ScriptRecord) => void;
}

const STATES = [0, 1, 2, 3] as const satisfies ReadyState[];
const CLOSED = 3;

/** Not by its class: a socket of another document throws that document's. */
function errorOf(thrown: unknown): { name: string; message: string } {
  const { name, message }: { name?: unknown; message?: unknown } = Object(thrown);
  return typeof name === 'string' && typeof message === 'string'
    ? { name, message }
    : { name: 'Error', message: String(thrown) };
}

/** Nor this by its class. */
const isArrayBuffer = (data: unknown): data is ArrayBuffer =>
  Object.prototype.toString.call(data) === '[object ArrayBuffer]';

const messageOf = (data: unknown): Pick<Extract<ScriptEvent, { on: 'message' }>, 'type' | 'bytes'> =>
  isArrayBuffer(data)
    ? { type: 'binary', bytes: new Uint8Array(data) }
    : { type: 'text', bytes: utf8Encode(String(data)) };

/** Calls the constructor. Where that throws, the answer is a socket that is closed and was never anything else. */
export function observeSocket({ WebSocket, url, protocols, socket, record }: ObservedSocketOptions): ObservedSocket {
  let real: PageSocket | null = null;
  let recording = true;
  let last: Pick<ScriptRecord, 'readyState' | 'bufferedAmount'> = { readyState: 0, bufferedAmount: 0 };

  const readyState = (): ReadyState => STATES[real?.readyState ?? CLOSED] ?? CLOSED;
  const read = () => ({ readyState: readyState(), bufferedAmount: real?.bufferedAmount ?? 0 });
  const write = (script: ScriptCall | ScriptEvent): void => {
    if (!recording) return;
    last = read();
    record({ kind: 'script', socket, script, ...last });
  };
  const attempt = (call: 'construct' | 'send' | 'close', run: () => void, done: ScriptCall): void => {
    try {
      run();
      write(done);
    } catch (thrown) {
      write(done);
      write({ do: 'throw', call, ...errorOf(thrown) });
    }
  };

  attempt(
    'construct',
    () => {
      real = new WebSocket(url, [...protocols]);
      real.binaryType = 'arraybuffer';
      listen(real, write);
    },
    { do: 'construct', url: withoutSecrets(url), protocols },
  );

  return {
    get readyState() {
      return readyState();
    },
    get bufferedAmount() {
      return real?.bufferedAmount ?? 0;
    },
    send(data) {
      const copy = typeof data === 'string' ? data : new Uint8Array(data);
      attempt('send', () => real?.send(copy), {
        do: 'send',
        type: typeof copy === 'string' ? 'text' : 'binary',
        bytes: typeof copy === 'string' ? utf8Encode(copy) : copy,
      });
    },
    close(code, reason) {
      attempt('close', () => real?.close(code, reason), { do: 'close', code, reason });
    },
    look() {
      const { readyState, bufferedAmount } = read();
      if (readyState !== last.readyState || bufferedAmount !== last.bufferedAmount) write({ do: 'read' });
    },
    leave(run) {
      run();
      write({ do: 'leave' });
    },
    abandon() {
      recording = false;
      real?.close();
    },
  };
}

function listen(real: PageSocket, write: (event: ScriptEvent) => void): void {
  real.addEventListener('open', () => write({ on: 'open', protocol: real.protocol, extensions: real.extensions }));
  real.addEventListener('message', ({ data }) => write({ on: 'message', ...messageOf(data) }));
  real.addEventListener('error', () => write({ on: 'error' }));
  real.addEventListener('close', ({ code = ABNORMAL_CLOSURE, reason = '', wasClean = false }) =>
    write({ on: 'close', code, reason, wasClean }),
  );
}

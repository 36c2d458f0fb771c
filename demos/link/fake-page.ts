import type { Page, PageSocket } from './page.ts';

/** A WebSocket that does what the test says the network did. */
export class FakeSocket extends EventTarget implements PageSocket {
  readyState = 0;
  bufferedAmount = 0;
  protocol = '';
  extensions = '';
  binaryType = 'blob';
  readonly sent: (string | Uint8Array<ArrayBuffer>)[] = [];
  readonly closed: { code: number | undefined; reason: string | undefined }[] = [];
  readonly url: string;
  readonly protocols: readonly string[];

  constructor(url: string, protocols: readonly string[] = []) {
    super();
    this.url = url;
    this.protocols = protocols;
  }

  send(data: string | Uint8Array<ArrayBuffer>): void {
    if (this.readyState === 0) throw new DOMException('Still in CONNECTING state.', 'InvalidStateError');
    this.sent.push(data);
    this.bufferedAmount += data.length;
  }

  close(code?: number, reason?: string): void {
    if (code === 1001) throw new DOMException('The code must be 1000 or 3000-4999.', 'InvalidAccessError');
    this.closed.push({ code, reason });
    if (this.readyState < 2) this.readyState = 2;
  }

  opens(protocol = ''): void {
    this.readyState = 1;
    this.protocol = protocol;
    this.dispatchEvent(new Event('open'));
  }

  receives(data: string | ArrayBuffer): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }

  isClosed(code = 1006, reason = '', wasClean = false): void {
    this.readyState = 3;
    if (!wasClean) this.dispatchEvent(new Event('error'));
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason, wasClean }));
  }
}

export interface FakePage extends Page {
  /** Every socket the page constructed, in order. */
  readonly sockets: FakeSocket[];
  /** How many of the documents that it opened have gone. */
  readonly left: number;
  /** Moves the clock on and runs what was due. */
  passes(ms: number): void;
}

/** A page on `http://127.0.0.1:4101` whose clock moves only when told and whose random number is 0. */
export function createFakePage(): FakePage {
  const sockets: FakeSocket[] = [];
  let time = 1000;
  let left = 0;
  let timers: { at: number; run: () => void }[] = [];
  const WebSocket = class extends FakeSocket {
    constructor(url: string, protocols?: string[]) {
      super(url, protocols);
      if (protocols?.some((each) => each.includes(' ')))
        throw new DOMException('The subprotocol is invalid.', 'SyntaxError');
      sockets.push(this);
    }
  };
  return {
    location: { protocol: 'http:', host: '127.0.0.1:4101', hostname: '127.0.0.1' },
    browser: { Chromium: '156' },
    WebSocket,
    openRealm: () => ({ WebSocket, leave: () => void left++ }),
    get left() {
      return left;
    },
    now: () => time,
    random: () => 0,
    after(ms, run) {
      const timer = { at: time + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    sockets,
    passes(ms) {
      time += ms;
      const due = timers.filter(({ at }) => at <= time);
      timers = timers.filter(({ at }) => at > time);
      for (const { run } of due) run();
    },
  };
}

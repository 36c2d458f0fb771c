/** `data` is a message's; `code`, `reason` and `wasClean` are a close event's. */
export interface PageSocketEvent {
  readonly type: string;
  readonly data?: unknown;
  readonly code?: number;
  readonly reason?: string;
  readonly wasClean?: boolean;
}

/** What the links use of a WebSocket: the browser's own has it all. */
export interface PageSocket {
  readonly readyState: number;
  readonly bufferedAmount: number;
  readonly protocol: string;
  readonly extensions: string;
  binaryType: string;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'open' | 'message' | 'error' | 'close', listener: (event: PageSocketEvent) => void): void;
}

/** A document of its own for sockets to live in, so that it can go away while the page stays. */
export interface PageRealm {
  readonly WebSocket: Page['WebSocket'];
  /** The document is discarded. Safe to call twice. */
  leave(): void;
}

/** The page a link runs in: its sockets, clock, timers and randomness, so that a test can bring others. */
export interface Page {
  readonly location: { readonly protocol: string; readonly host: string; readonly hostname: string };
  /** Product → version of the browser, as far as it says: for a capture's `madeWith`. */
  readonly browser: Readonly<Record<string, string>>;
  readonly WebSocket: new (url: string, protocols?: string[]) => PageSocket;
  /** `null` where the page has no document to put another in. */
  openRealm(): PageRealm | null;
  /** Milliseconds, monotonic. */
  now(): number;
  /** From 0 to less than 1. */
  random(): number;
  /** Runs once after `ms`, unless the answer is called before. */
  after(ms: number, run: () => void): () => void;
}

// Engines, not brands; Chromium freezes all but the major version in its User-Agent. `Version/` is Safari’s own only on
// Apple’s systems: WebKitGTK 2.50 says 60.5 there.
const ENGINES = [
  ['Firefox', /Firefox\/(\d+(?:\.\d+)*)/],
  ['Chromium', /Chrome\/(\d+)/],
  ['Safari', /\((?:Mac|iP).*Version\/(\d+(?:\.\d+)*).* Safari\//],
  ['WebKit', /AppleWebKit\/(\d+(?:\.\d+)*)/],
] as const;

/** `{ Chromium: '156' }`; nothing for a browser that is not known. */
export function browserOf(userAgent: string): Readonly<Record<string, string>> {
  for (const [name, version] of ENGINES) {
    const found = version.exec(userAgent)?.[1];
    if (found !== undefined) return { [name]: found };
  }
  return {};
}

/** An empty document of the page's own origin and policy, which loads nothing. */
function openFrame(document: Document): PageRealm | null {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  document.body.append(frame);
  const inner = frame.contentWindow as (Window & typeof globalThis) | null;
  if (inner) return { WebSocket: inner.WebSocket, leave: () => frame.remove() };
  frame.remove();
  return null;
}

let page: Page | undefined;

/** The real page; the same one each time, so that all its figures share one side channel. */
export function browserPage(): Page {
  page ??= {
    location: globalThis.location,
    browser: browserOf(navigator.userAgent),
    WebSocket: globalThis.WebSocket,
    openRealm: () => openFrame(document),
    now: () => performance.now(),
    random: () => Math.random(),
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  };
  return page;
}

/** The companion announces itself on the HTML it serves, by `Server-Timing: companion`. Without one, ask for nothing. */
export function companionPresent(timings: Pick<Performance, 'getEntriesByType'> = performance): boolean {
  const [navigation] = timings.getEntriesByType('navigation');
  if (navigation === undefined || !('serverTiming' in navigation) || !Array.isArray(navigation.serverTiming))
    return false;
  return navigation.serverTiming.some((entry: { readonly name?: unknown }) => entry.name === 'companion');
}

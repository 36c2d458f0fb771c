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

/** The page a link runs in: its sockets, clock, timers and randomness, so that a test can bring others. */
export interface Page {
  readonly location: { readonly protocol: string; readonly host: string; readonly hostname: string };
  /** Product → version of the browser, as far as it says: for a capture's `madeWith`. */
  readonly browser: Readonly<Record<string, string>>;
  readonly WebSocket: new (url: string, protocols?: string[]) => PageSocket;
  /** Milliseconds, monotonic. */
  now(): number;
  /** From 0 to less than 1. */
  random(): number;
  /** Runs once after `ms`, unless the answer is called before. */
  after(ms: number, run: () => void): () => void;
}

// Engines, not brands; Chromium freezes all but the major version in its User-Agent.
const ENGINES = [
  ['Firefox', /Firefox\/(\d+(?:\.\d+)*)/],
  ['Chromium', /Chrome\/(\d+)/],
  ['Safari', /Version\/(\d+(?:\.\d+)*).* Safari\//],
] as const;

/** `{ Chromium: '156' }`; nothing for a browser that is not known. */
export function browserOf(userAgent: string): Readonly<Record<string, string>> {
  for (const [name, version] of ENGINES) {
    const found = version.exec(userAgent)?.[1];
    if (found !== undefined) return { [name]: found };
  }
  return {};
}

let page: Page | undefined;

/** The real page; the same one each time, so that all its figures share one side channel. */
export function browserPage(): Page {
  page ??= {
    location: globalThis.location,
    browser: browserOf(navigator.userAgent),
    WebSocket: globalThis.WebSocket,
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

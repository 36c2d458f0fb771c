import type { Page } from 'playwright-core';

/** What page script knows: two attributes, what it was told, what its calls threw. */
export interface Knowledge {
  readonly readyState: number;
  readonly bufferedAmount: number;
  readonly told: readonly string[];
  readonly threw: readonly string[];
}

export type Call = 'construct' | 'small' | 'large' | 'close';

interface Life {
  readonly frame: HTMLIFrameElement;
  socket: WebSocket | null;
  readonly told: string[];
  readonly threw: string[];
}

declare global {
  var life: Life | undefined;
}

/** Bytes of a message that waits where nobody reads. */
export const LARGE = 16 * 1024 * 1024;

/**
 * Does calls one after the other in one task of the page, and reads what script knows before the first and after each.
 * The WebSocket lives in a document of its own, which can go away without the one that watches.
 */
export function callInOneTask(page: Page, url: string, calls: readonly Call[]): Promise<Knowledge[]> {
  return page.evaluate(
    ({ url, calls, large }) => {
      const read = (): Knowledge => {
        const socket = globalThis.life?.socket;
        return {
          readyState: socket?.readyState ?? -1,
          bufferedAmount: socket?.bufferedAmount ?? 0,
          told: [...(globalThis.life?.told ?? [])],
          threw: [...(globalThis.life?.threw ?? [])],
        };
      };
      const construct = (): void => {
        const frame = document.createElement('iframe');
        document.body.append(frame);
        const life: Life = { frame, socket: null, told: [], threw: [] };
        globalThis.life = life;
        const realm = frame.contentWindow as (Window & typeof globalThis) | null;
        if (!realm) throw new Error('a frame without a window');
        const socket = new realm.WebSocket(url.replace(/^http/, 'ws'));
        life.socket = socket;
        for (const type of ['open', 'message', 'error'] as const)
          socket.addEventListener(type, () => life.told.push(type));
        socket.addEventListener('close', ({ code, wasClean }) => {
          life.told.push(`close ${code} ${wasClean ? 'clean' : 'unclean'}`);
        });
      };
      const known = [read()];
      for (const call of calls) {
        try {
          if (call === 'construct') construct();
          else if (call === 'close') globalThis.life?.socket?.close();
          else globalThis.life?.socket?.send(call === 'large' ? new Uint8Array(large) : 'Hello');
        } catch (error) {
          // Of the other document's realm, and so of none of this one's classes.
          const named = typeof error === 'object' && error !== null && 'name' in error;
          globalThis.life?.threw.push(named ? String(error.name) : String(error));
        }
        known.push(read());
      }
      return known;
    },
    { url, calls, large: LARGE },
  );
}

export const leave = (page: Page): Promise<void> => page.evaluate(() => globalThis.life?.frame.remove());

export const readKnowledge = async (page: Page, url: string): Promise<Knowledge> => {
  const [known] = await callInOneTask(page, url, []);
  if (!known) throw new Error('nothing was read');
  return known;
};

/** Resolves once script was told so; fails by the page’s own timeout. */
export const untilTold = (page: Page, what: string): Promise<unknown> =>
  page.waitForFunction((wanted) => globalThis.life?.told.some((told) => told.startsWith(wanted)), what);

export const untilBuffered = (page: Page, below: number): Promise<unknown> =>
  page.waitForFunction((most) => (globalThis.life?.socket?.bufferedAmount ?? 0) < most, below, { polling: 'raf' });

/** The browser answers a Close before its page can read of one; the socket may be gone with its document. */
export const untilClosing = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => (globalThis.life?.socket?.readyState ?? WebSocket.CLOSED) >= WebSocket.CLOSING);

/** A request of another kind to the same server and back: whatever came before it has been dealt with. */
export const roundTrip = (page: Page, url: string): Promise<unknown> =>
  page.evaluate(async (from) => void (await fetch(from, { cache: 'no-store' })), url);

import type { ObservedSocket } from './observed-socket.ts';
import type { Page } from './page.ts';

/** Milliseconds between two looks at a buffer that has not drained yet: doubling from a task to this. */
const LONGEST_BETWEEN_LOOKS = 256;
/** How often to look for what lasts a few milliseconds: the time between a server's Close frame and the end. */
const LOOKS_FOR_CLOSING = 100;

/** Looks at a socket's attributes as script may: between tasks, since no event tells of what changes there. */
export interface SocketLooks {
  /** Looks until the buffer has drained; in a socket that closes it never does. */
  untilDrained(socket: ObservedSocket): void;
  /** Looks whether the socket is closing already. */
  forClosing(socket: ObservedSocket): void;
}

/** `isOurs` says whether a socket is still to be looked at. */
export function createSocketLooks(
  { after }: Pick<Page, 'after'>,
  isOurs: (socket: ObservedSocket) => boolean,
): SocketLooks {
  function untilDrained(socket: ObservedSocket, ms: number): void {
    after(ms, () => {
      if (!isOurs(socket)) return;
      socket.look();
      if (socket.readyState === 1 && socket.bufferedAmount > 0)
        untilDrained(socket, Math.min(Math.max(1, ms * 2), LONGEST_BETWEEN_LOOKS));
    });
  }
  function forClosing(socket: ObservedSocket, looks: number): void {
    after(0, () => {
      if (!isOurs(socket)) return;
      socket.look();
      if (socket.readyState < 2 && looks > 1) forClosing(socket, looks - 1);
    });
  }
  return {
    untilDrained: (socket) => untilDrained(socket, 0),
    forClosing: (socket) => forClosing(socket, LOOKS_FOR_CLOSING),
  };
}

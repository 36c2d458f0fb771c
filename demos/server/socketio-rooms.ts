import { type Refusal, TOO_MANY_CLIENTS, UNKNOWN_TAP } from './http-answers.ts';
import type { Limits } from './limits.ts';
import type { Page } from './page.ts';
import type { Claim } from './page-registry.ts';
import { createSocketioServer, type SocketioLimits, type SocketioServer } from './socketio.ts';

export type Room =
  | { readonly kind: 'room'; readonly room: SocketioServer }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface SocketioRooms {
  /** The server of the page that claims the request; the anonymous one for programs that have no page. */
  room(claim: Claim, url: URL): Room;
  close(): Promise<void>;
}

/** One Socket.IO server a page: what one reader emits cannot reach another. */
export function createSocketioRooms(limits: SocketioLimits & Pick<Limits, 'socketioClients'>): SocketioRooms {
  const anonymous = createSocketioServer('anonymous', limits);
  const rooms = new Map<Page, SocketioServer>();

  const roomOf = (page: Page): SocketioServer => {
    const known = rooms.get(page);
    if (known) return known;
    const room = createSocketioServer('one-page', limits);
    rooms.set(page, room);
    page.onClose(() => {
      rooms.delete(page);
      void room.close();
    });
    return room;
  };

  return {
    room(claim, url) {
      if (claim.kind === 'unknown') return { kind: 'refused', refusal: UNKNOWN_TAP };
      const room = claim.kind === 'page' ? roomOf(claim.page) : anonymous;
      const clients = [anonymous, ...rooms.values()].reduce((sum, each) => sum + each.clients, 0);
      const isNew = !url.searchParams.has('sid');
      if (isNew && clients >= limits.socketioClients) return { kind: 'refused', refusal: TOO_MANY_CLIENTS };
      return { kind: 'room', room };
    },
    async close() {
      await Promise.all([anonymous, ...rooms.values()].map((room) => room.close()));
    },
  };
}

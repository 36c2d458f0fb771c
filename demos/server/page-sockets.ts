import { SOCKET_PARAM } from '#demos/capture/side-channel.ts';
import type { EchoPeer } from './echo-peer.ts';
import type { Limits } from './limits.ts';
import type { Page } from './page.ts';

/** Which echo connections are whose, by the page's own number for the socket. */
export interface PageSockets {
  /** Held until the connection closes. A number that is used again names the newer connection. */
  add(page: Page, number: number, peer: EchoPeer): void;
  find(page: Page, number: number): EchoPeer | undefined;
  /** Bounds a connection that answers no more: it ends with its page, with its time, or when the page silences too many. */
  boundSilence(page: Page, peer: EchoPeer): void;
}

/** `s=3` in the query; `null` without one. */
export function socketNumber(url: URL | null): number | null {
  const text = url?.searchParams.get(SOCKET_PARAM) ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

export function createPageSockets(limits: Pick<Limits, 'vanishMs' | 'vanishedAtOnce'>): PageSockets {
  const owned = new WeakMap<Page, Map<number, EchoPeer>>();
  const silent = new WeakMap<Page, Set<EchoPeer>>();
  return {
    add(page, number, peer) {
      const sockets = owned.get(page) ?? new Map<number, EchoPeer>();
      owned.set(page, sockets.set(number, peer));
      peer.socket.once('close', () => {
        if (sockets.get(number) === peer) sockets.delete(number);
      });
    },
    find: (page, number) => owned.get(page)?.get(number),
    boundSilence(page, peer) {
      const others = silent.get(page) ?? new Set<EchoPeer>();
      silent.set(page, others);
      if (others.has(peer)) return;
      const [oldest] = others;
      if (oldest && others.size >= limits.vanishedAtOnce) {
        // Now, and not when it has closed: more acts may stand in the same read.
        others.delete(oldest);
        oldest.destroy();
      }
      others.add(peer);
      const life = setTimeout(() => peer.destroy(), limits.vanishMs);
      life.unref();
      const stopWatching = page.onClose(() => peer.destroy());
      peer.socket.once('close', () => {
        clearTimeout(life);
        stopWatching();
        others.delete(peer);
      });
    },
  };
}

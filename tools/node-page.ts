import { WebSocket } from 'ws';
import type { Page } from '#demos/link/page.ts';

/** A page that a companion at `url` serves, made of what Node and `ws` have: its sockets say its Origin, as a browser's do. */
export function nodePage({ url }: { readonly url: string }): Page {
  const { protocol, host, hostname, origin } = new URL(url);
  return {
    location: { protocol, host, hostname },
    browser: {},
    WebSocket: class extends WebSocket {
      constructor(address: string, protocols: string[] = []) {
        super(address, protocols, { origin });
      }
    },
    now: () => performance.now(),
    openRealm: () => null,
    random: Math.random,
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  };
}

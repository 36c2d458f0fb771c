import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { Problem } from '#demos/capture/problem.ts';
import { encodeRecords } from '#demos/capture/record.ts';
import type { CompanionMessage } from '#demos/capture/side-channel.ts';
import { goAway, POLICY_VIOLATION, TRY_AGAIN_LATER } from './go-away.ts';
import type { Limits } from './limits.ts';
import type { Page } from './page.ts';
import { type PageCommand, parseCommand } from './page-command.ts';
import type { PageRegistry } from './page-registry.ts';

/** Obeys a command; what it has to say goes back on the side channel. Returns why not, if it does not obey. */
export type Obey = (page: Page, command: PageCommand, reply: (message: CompanionMessage) => void) => Problem | null;

export interface SideChannel {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
}

/** The page's own socket to the companion: `ready` with a fresh tap id first, then records out and commands in. */
export function createSideChannel(
  registry: PageRegistry,
  limits: Limits,
  ready: () => Omit<Extract<CompanionMessage, { kind: 'ready' }>, 'kind' | 'tap'>,
  obey: Obey,
): SideChannel {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: limits.commandBytes });

  const pages = new Set<Page>();

  server.on('connection', (socket) => {
    socket.on('error', () => {});
    const say = (message: CompanionMessage) => {
      if (socket.readyState !== WebSocket.OPEN) return;
      if (socket.bufferedAmount > 2 * limits.queuedBytesPerPage) return socket.terminate();
      socket.send(JSON.stringify(message));
    };
    const page = registry.open({
      send: (events, sent) => socket.send(encodeRecords(events), { binary: true }, sent),
      overflow: () => socket.terminate(),
    });
    if (!page) return socket.close(TRY_AGAIN_LATER, 'too many pages');
    pages.add(page);
    socket.on('close', () => {
      pages.delete(page);
      page.close();
    });
    say({ kind: 'ready', tap: page.tap, ...ready() });

    socket.on('message', (data, isBinary) => {
      const parsed = isBinary ? { kind: 'unreadable' as const } : parseCommand(data.toString());
      if (parsed.kind === 'unreadable') return socket.close(POLICY_VIOLATION, 'not a command');
      const request = parsed.kind === 'command' ? parsed.command.request : parsed.request;
      const refused = !page.takeCommand()
        ? {
            rule: 'limits.command-rate',
            found: 'more commands',
            expected: `${limits.commandRate.burst} at once, then ${limits.commandRate.perSecond} a second`,
          }
        : parsed.kind === 'command'
          ? obey(page, parsed.command, say)
          : parsed.refused;
      if (refused) say({ kind: 'refused', request, ...refused });
    });
  });

  return {
    upgrade(request, socket, head) {
      // Nothing need ever be said here: without this a page whose machine went away would keep its place for good.
      request.socket.setKeepAlive(true, limits.keepAliveMs);
      server.handleUpgrade(request, socket, head, (peer) => server.emit('connection', peer, request));
    },
    close() {
      for (const page of pages) page.flush();
      return goAway(server, limits.graceMs);
    },
  };
}

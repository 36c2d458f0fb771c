import { connect, type Socket } from 'node:net';
import type { Problem } from '#demos/capture/problem.ts';
import type { CompanionMessage } from '#demos/capture/side-channel.ts';
import type { Limits } from './limits.ts';
import type { Page } from './page.ts';
import type { PageCommand } from './page-command.ts';
import type { StrictListener } from './strict-listener.ts';

export interface RawSender {
  send(
    page: Page,
    command: Extract<PageCommand, { kind: 'raw' }>,
    reply: (message: CompanionMessage) => void,
  ): Problem | null;
}

/**
 * Plays a client for a page, with the bytes the page chose. It dials the strict listener and nothing else.
 * A page that has as many connections as it may gets room for one more by losing its oldest:
 * a reader who sends again has seen the answer before last.
 */
export function createRawSender(
  strict: StrictListener,
  limits: Pick<Limits, 'rawBytes' | 'rawAtOnce' | 'rawIdleMs' | 'rawLifeMs'>,
): RawSender {
  const open = new WeakMap<Page, Set<Socket>>();

  return {
    send(page, { request, bytes }, reply) {
      if (bytes.length > limits.rawBytes)
        return { rule: 'raw.size', found: `${bytes.length} bytes`, expected: `at most ${limits.rawBytes} bytes` };
      const others = open.get(page) ?? new Set();
      open.set(page, others);
      const [oldest] = others;
      if (oldest && others.size >= limits.rawAtOnce) {
        others.delete(oldest);
        oldest.destroy();
      }

      const socket = connect({ host: '127.0.0.1', port: strict.port });
      others.add(socket);
      const life = setTimeout(() => socket.destroy(), limits.rawLifeMs);
      const stopWatching = page.onClose(() => socket.destroy());
      let localPort: number | undefined;
      socket.on('connect', () => {
        localPort = socket.localPort;
        if (localPort === undefined) return;
        strict.claim(localPort, page, (connection) => {
          reply({ kind: 'raw-opened', request, connection });
          socket.write(bytes);
        });
      });
      socket.setTimeout(limits.rawIdleMs, () => socket.end());
      // The answer reaches the page through the tap on the other end.
      socket.resume();
      socket.on('error', () => {});
      socket.on('close', () => {
        clearTimeout(life);
        stopWatching();
        if (localPort !== undefined) strict.forget(localPort);
        others.delete(socket);
      });
      return null;
    },
  };
}

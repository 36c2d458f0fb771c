import { connect } from 'node:net';
import type { CompanionMessage } from '#demos/capture/side-channel.ts';
import type { Limits } from './limits.ts';
import type { Page } from './page.ts';
import type { PageCommand, Refused } from './page-command.ts';
import type { StrictListener } from './strict-listener.ts';

export interface RawSender {
  send(
    page: Page,
    command: Extract<PageCommand, { kind: 'raw' }>,
    reply: (message: CompanionMessage) => void,
  ): Refused | null;
}

/** Plays a client for a page, with the bytes the page chose. It dials the strict listener and nothing else. */
export function createRawSender(
  strict: StrictListener,
  limits: Pick<Limits, 'rawBytes' | 'rawAtOnce' | 'rawIdleMs' | 'rawLifeMs'>,
): RawSender {
  const open = new WeakMap<Page, number>();

  return {
    send(page, { request, bytes }, reply) {
      const others = open.get(page) ?? 0;
      if (bytes.length > limits.rawBytes)
        return { rule: 'raw.size', found: `${bytes.length} bytes`, expected: `at most ${limits.rawBytes} bytes` };
      if (others >= limits.rawAtOnce)
        return {
          rule: 'raw.at-once',
          found: `${others} open already`,
          expected: `at most ${limits.rawAtOnce} at once`,
        };
      open.set(page, others + 1);

      const socket = connect({ host: '127.0.0.1', port: strict.port });
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
        open.set(page, (open.get(page) ?? 1) - 1);
      });
      return null;
    },
  };
}

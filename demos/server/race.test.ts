import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { RACE_EVENTS_LIMIT } from '#demos/capture/side-channel.ts';
import { LIMITS } from './limits.ts';
import { createPage } from './page.ts';
import { createRaceServer } from './race.ts';
import { HANDSHAKE } from './test-client.ts';

test('a socket whose client does not read what waits for it is cut', () => {
  const server = createRaceServer({ ...LIMITS, raceUnsentBytes: 1024 });
  const page = createPage('', { send: () => {}, overflow: () => {} }, LIMITS, { count: 0 });
  // Nobody reads what is written to it.
  const socket = new Duplex({ read() {}, write() {} });
  const handshake = Object.assign(new IncomingMessage(new Socket()), {
    method: 'GET',
    headers: Object.fromEntries(Object.entries(HANDSHAKE).map(([name, value]) => [name.toLowerCase(), value])),
  });
  server.upgrade(page, handshake, socket, Buffer.alloc(0));
  const command = { kind: 'race', request: 1, forMs: 0 } as const;
  server.start(page, { ...command, times: Array(20).fill(0) });
  expect(socket.destroyed).toBe(false);
  server.start(page, { ...command, times: Array(RACE_EVENTS_LIMIT).fill(0) });
  expect(socket.destroyed).toBe(true);
  page.close();
});

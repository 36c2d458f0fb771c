import { expect, test } from 'vitest';
import { fromHex } from '#demos/protocol/bytes.ts';
import type { CaptureEvent, Direction } from './capture.ts';
import { dissect } from './dissect.ts';

const bytes = (hex: string, direction: Direction): CaptureEvent => ({
  id: `server:${direction === 'client-to-server' ? 0 : 1}`,
  at: 0,
  connection: 'c',
  kind: 'bytes',
  direction,
  offset: 0,
  bytes: fromHex(hex),
});

const CLIENT = bytes('81 85 37 fa 21 3d 7f 9f 4d 51 58', 'client-to-server');
const established = (target: string, extensions = '') => ({ established: () => ({ target, extensions }) });

test('without their handshake, the first bytes of either direction are read as frames (RFC 6455 §5.7)', () => {
  const { units } = dissect([CLIENT, bytes('81 05 48 65 6c 6c 6f', 'server-to-client')], established('/'));
  expect(units.map(({ field, value }) => [field, value])).toEqual([
    ['ws.frame', 1],
    ['ws.message', 'Hello'],
    ['ws.frame', 1],
    ['ws.message', 'Hello'],
  ]);
});

test('RSV1 is legal once an extension that the handshake agreed on is named (RFC 7692 §6)', () => {
  const compressed = bytes('c1 07 f2 48 cd c9 c9 07 00', 'server-to-client');
  const violationWith = (extensions: string) =>
    dissect([compressed], established('/', extensions)).units[0]?.children.find(({ violation }) => violation)?.violation
      ?.rule;
  expect(violationWith('')).toBe('frame.rsv1');
  expect(violationWith('permessage-deflate')).toBeUndefined();
});

test('packets are read where the handshake asked for Engine.IO (Engine.IO v4, WebSocket)', () => {
  const packet = bytes('81 02 34 30', 'server-to-client');
  const [, message] = dissect([packet], established('/socket.io/?EIO=4&transport=websocket')).units;
  expect(message?.children[0]?.field).toBe('eio.packet');
  expect(dissect([packet], established('/')).units[1]?.children).toEqual([]);
});

test('a connection of which nothing is known begins with a head', () => {
  expect(dissect([CLIENT], { established: () => null }).units).toEqual([]);
});

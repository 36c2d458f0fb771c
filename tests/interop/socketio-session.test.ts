import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import { expect, test } from 'vitest';
import { dissect } from '#demos/capture/dissect.ts';
import type { Annotation, Unit } from '#demos/capture/dissection.ts';
import { recordLoopback } from './recorded-loopback.ts';

/** A real client's session with a real server, every byte of it, dissected. */
async function session(transports: readonly string[]): Promise<readonly Unit[]> {
  const http = createServer();
  const server = new Server(http, { pingInterval: 60_000 });
  server.on('connection', (socket) => {
    socket.on('add', (a: number, b: number, acknowledge: (sum: number) => void) => acknowledge(a + b));
    socket.on('bin', (_: unknown, acknowledge: (bytes: Buffer) => void) => acknowledge(Buffer.of(9, 8, 7)));
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const recorder = await recordLoopback((http.address() as AddressInfo).port);
  const client = io(`http://127.0.0.1:${recorder.port}/`, { transports: [...transports], forceNew: true });
  try {
    await new Promise<void>((done) => client.on('connect', () => done()));
    const { engine } = client.io;
    if (engine.transport.name === 'polling') await new Promise<void>((done) => engine.once('upgrade', () => done()));
    expect(await client.emitWithAck('add', 1, 2)).toBe(3);
    await client.emitWithAck('bin', [Buffer.of(1, 2, 3), { buf: Buffer.alloc(0) }]);
    return dissect(recorder.capture().events).units;
  } finally {
    client.disconnect();
    await server.close();
    recorder.close();
  }
}

const messages = (units: readonly Unit[]): Unit[] => units.filter(({ field }) => field === 'ws.message');
const packet = ({ children: [engine] }: Unit): string => {
  const inner = engine?.children.at(-1)?.children[0];
  return `${engine?.value}${inner ? ` ${inner.field === 'sio.packet' ? inner.value : inner.field}` : ''}`;
};
const violations = ({ violation, children }: Annotation): string[] => [
  ...(violation ? [violation.rule] : []),
  ...children.flatMap(violations),
];
const EVENTS = [
  'client-to-server message EVENT',
  'server-to-client message ACK',
  'client-to-server message BINARY_EVENT',
  'client-to-server message sio.attachment',
  'client-to-server message sio.attachment',
  'server-to-client message BINARY_ACK',
  'server-to-client message sio.attachment',
];

test('over WebSocket alone, every message is a packet and none is broken', async () => {
  const units = messages(await session(['websocket']));
  expect(units.map((unit) => `${unit.direction} ${packet(unit)}`)).toEqual([
    'server-to-client open',
    'client-to-server message CONNECT',
    'server-to-client message CONNECT',
    ...EVENTS,
  ]);
  expect(units.flatMap(violations)).toEqual([]);
});

test('after an upgrade from long polling, so is every message from the probe on', async () => {
  const units = messages(await session(['polling', 'websocket']));
  expect(units.map((unit) => `${unit.direction} ${packet(unit)}`)).toEqual([
    'client-to-server ping',
    'server-to-client pong',
    'client-to-server upgrade',
    ...EVENTS,
  ]);
  expect(units.flatMap(violations)).toEqual([]);
});

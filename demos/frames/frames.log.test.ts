import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { CaptureEvent, Direction } from '#demos/capture/capture.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { concat, fromHex, latin1Encode, toHex } from '#demos/protocol/bytes.ts';
import { type FrameRow, LogReader, type LogRow, logOf } from './frames.log.ts';

const recorded = recordedCapture(readFileSync('content/captures/frames.json', 'utf8'));

const REQUEST = latin1Encode('GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n');
const RESPONSE = latin1Encode('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n');

let events = 0;
function sent(direction: Direction, offset: number, bytes: Uint8Array): CaptureEvent {
  return { id: `server:${events++}`, at: 10 + events, connection: 'c', kind: 'bytes', direction, offset, bytes };
}
const upgrade = (): CaptureEvent[] => [sent('client-to-server', 0, REQUEST), sent('server-to-client', 0, RESPONSE)];
const fromServer = (hex: string): CaptureEvent => sent('server-to-client', RESPONSE.length, fromHex(hex));
const frames = (rows: readonly LogRow[]): FrameRow[] => rows.filter((row): row is FrameRow => row.kind === 'frame');

test('the recorded log holds every kind of frame, both ways, and both ends of TCP', () => {
  const { rows, http } = logOf(recorded);
  const kinds = new Set(
    frames(rows).map(({ opcode, direction }) => `${direction === 'client-to-server' ? '→' : '←'} ${opcode}`),
  );
  expect([...kinds].sort()).toEqual(['← 0', '← 1', '← 2', '← 8', '← 9', '→ 1', '→ 10', '→ 2', '→ 8']);
  expect(rows.filter(({ kind }) => kind === 'fin').map(({ direction }) => direction)).toEqual([
    'server-to-client',
    'client-to-server',
  ]);
  expect(http['server-to-client']).toBe(129);
});

test('every byte after the heads is some frame’s', () => {
  const { rows, http, bytes } = logOf(recorded);
  for (const direction of ['client-to-server', 'server-to-client'] as const) {
    const passed = recorded.events.flatMap((event) =>
      event.kind === 'bytes' && event.direction === direction ? [event.bytes] : [],
    );
    const own = frames(rows).filter((row) => row.direction === direction);
    const logged = own.flatMap(({ key }) => bytes.get(key) ?? []);
    expect(toHex(concat(...logged))).toBe(toHex(concat(...passed).subarray(http[direction])));
    for (const { key, wire } of own) expect(bytes.get(key)?.length).toBe(wire);
  }
});

test('a message in fragments with a ping between: the continuation comes after a fragment, and the ping does not end that', () => {
  const [first, ping, last] = frames(
    logOf({ events: [...upgrade(), fromServer('01 03 48 65 6c 89 00 80 02 6c 6f')] }).rows,
  );
  expect(first).toMatchObject({ opcode: 1, fin: false, after: 'nothing', payload: { kind: 'text', text: 'Hel' } });
  expect(ping).toMatchObject({ opcode: 9, after: 'fragment', payload: { kind: 'none' } });
  expect(last).toMatchObject({ opcode: 0, fin: true, after: 'fragment', hex: '80 02 6c 6f' });
});

test('a frame that breaks a rule is a row with the rule, and what follows it belongs to it', () => {
  const { rows, bytes } = logOf({ events: [...upgrade(), fromServer('c1 05 48 65 6c 6c 6f')] });
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ broken: { rule: 'frame.rsv1', closeCode: 1002 }, wire: 7 });
  expect(toHex(bytes.get(rows[0]?.key ?? '') ?? new Uint8Array())).toBe('c1 05 48 65 6c 6c 6f');
});

test('a close tells its code and reason', () => {
  const [row] = frames(logOf({ events: [...upgrade(), fromServer('88 06 03 e8 64 6f 6e 65')] }).rows);
  expect(row?.payload).toEqual({ kind: 'close', code: 1000, reason: 'done' });
});

test('read event by event, a log is the same as read at once', () => {
  const reader = new LogReader();
  for (const event of recorded.events) reader.push([event]);
  expect(reader.log).toEqual(logOf(recorded));
});

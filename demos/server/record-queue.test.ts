import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ServerCaptureEvent } from '#demos/capture/capture.ts';
import { createRecordQueue } from './record-queue.ts';

const limits = { queuedBytesPerPage: 10_000, capturedBytes: 1_000_000 };
const bytes = (offset: number, length: number) =>
  ({ kind: 'bytes', direction: 'client-to-server', offset, bytes: new Uint8Array(length) }) as const;

beforeEach(
  () =>
    void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'] }),
);
afterEach(() => void vi.useRealTimers());
/** Lets a batch go out. */
const turn = () => vi.advanceTimersByTimeAsync(20);

/** A page that reads when told to. */
function slowPage() {
  const received: ServerCaptureEvent[] = [];
  const pending: (() => void)[] = [];
  const batches: number[] = [];
  let overflows = 0;
  const captured = { count: 0 };
  const queue = createRecordQueue(
    {
      send: (events, sent) => {
        received.push(...events);
        batches.push(events.length);
        pending.push(sent);
      },
      overflow: () => {
        overflows += 1;
      },
    },
    limits,
    captured,
  );
  return {
    queue,
    received,
    batches,
    captured,
    overflows: () => overflows,
    read: () => {
      for (const sent of pending.splice(0)) sent();
    },
  };
}

describe('a page that does not read', () => {
  test('costs what it is allowed to and no more, and is told exactly what it missed', async () => {
    const page = slowPage();
    for (let i = 0; i < 1000; i++) {
      page.queue.push('1', bytes(i * 1000, 1000), i);
      if (i % 100 === 0) await turn();
      expect(page.captured.count).toBeLessThanOrEqual(limits.queuedBytesPerPage);
    }
    await turn();
    page.read();
    await turn();
    let offset = 0;
    for (const event of page.received) {
      if (event.kind !== 'bytes' && event.kind !== 'gap') throw new Error(`unexpected ${event.kind}`);
      expect(event.offset).toBe(offset);
      offset += event.kind === 'bytes' ? event.bytes.length : event.length;
    }
    expect(offset).toBe(1_000_000);
    expect(page.received.at(-1)).toMatchObject({ kind: 'gap', why: 'slow-page' });
    page.read();
    expect(page.captured.count).toBe(0);
  });

  test('gets what follows closely in one batch', async () => {
    const page = slowPage();
    page.queue.push('1', bytes(0, 1), 0);
    await vi.advanceTimersByTimeAsync(0);
    expect(page.batches).toEqual([1]);
    page.queue.push('1', bytes(1, 1), 1);
    await vi.advanceTimersByTimeAsync(4);
    page.queue.push('1', bytes(2, 1), 2);
    await vi.advanceTimersByTimeAsync(4);
    expect(page.batches).toEqual([1, 2]);
  });

  test('hears of the gap before anything that came after it', async () => {
    const page = slowPage();
    page.queue.push('1', bytes(0, 9000), 0);
    page.queue.push('1', bytes(9000, 5000), 1);
    page.queue.push('1', { kind: 'gap', direction: 'client-to-server', offset: 14_000, length: 7, why: 'snapped' }, 2);
    page.queue.push('1', { kind: 'fin', direction: 'client-to-server' }, 3);
    await turn();
    expect(page.received.map((event) => event.kind)).toEqual(['bytes', 'gap', 'fin']);
    expect(page.received[1]).toMatchObject({ offset: 9000, length: 5007, why: 'slow-page' });
  });

  test('is cut off when even the events without bytes are too many', () => {
    const page = slowPage();
    for (let i = 0; i < 1000; i++) page.queue.push(String(i), { kind: 'closed' }, i);
    expect(page.overflows()).toBeGreaterThan(0);
  });

  test('costs nothing once it is gone', async () => {
    const page = slowPage();
    page.queue.push('1', bytes(0, 5000), 0);
    await turn();
    page.queue.push('1', bytes(5000, 1000), 1);
    page.queue.close();
    page.queue.push('1', bytes(6000, 1000), 2);
    page.read();
    expect(page.captured.count).toBe(0);
  });

  test('shares the memory of all pages', () => {
    const page = slowPage();
    page.captured.count = limits.capturedBytes;
    page.queue.push('1', bytes(0, 1), 0);
    expect(page.captured.count).toBe(limits.capturedBytes);
  });
});

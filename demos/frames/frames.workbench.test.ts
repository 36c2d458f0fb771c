import { afterEach, expect, test, vi } from 'vitest';
import { Late } from '#demos/parts/late.ts';
import { fromHex, toHex } from '#demos/protocol/bytes.ts';
import { anatomyOf } from './frames.anatomy.ts';
import { benchOf } from './frames.bench.ts';
import { comparePolicies } from './frames.policies.ts';
import { Workbench } from './frames.workbench.svelte.ts';

/** “Hello” of RFC 6455 §5.7. */
const HELLO = benchOf(fromHex('81 85 37 fa 21 3d 7f 9f 4d 51 58'), 'client');
const PING = benchOf(fromHex('89 80 37 fa 21 3d'), 'client');

const judged = vi.fn();
let bench: Workbench;
let codec: Late<typeof import('./frames.codec.ts')>;
function lying(): Workbench {
  codec = new Late(
    () => import('./frames.codec.ts'),
    () => {
      throw new TypeError('the codec is part of this test');
    },
  );
  bench = new Workbench(
    { bench: HELLO, comparison: comparePolicies(HELLO, anatomyOf(HELLO.bytes)) },
    { kind: 'own' },
    codec,
    judged,
  );
  return bench;
}
afterEach(() => judged.mockClear());
const ready = async (): Promise<Workbench> => {
  const I = lying();
  await codec.reach();
  return I;
};
const hex = (): string => toHex(bench.bench.bytes);

test('what is asked for before a frame can be judged is done in that order once it can', async () => {
  const I = lying();
  I.lay(PING, { kind: 'log', key: 'a' });
  I.flip(0);
  I.setLength(1);
  const seen: string[] = [];
  void codec.use(() => void seen.push(hex()));
  expect([hex().slice(0, 5), seen, judged.mock.calls.length]).toEqual(['81 85', [], 0]);
  await codec.reach();
  await vi.waitFor(() => expect(seen).toEqual([hex()]));
  expect(hex()).toMatch(/^09 81 37 fa 21 3d ..$/);
  expect([I.origin, I.selected?.part, judged.mock.calls.length]).toEqual([{ kind: 'log', key: 'a' }, 'fin', 3]);
});

test('a changed frame is put back as it was laid, and not as the one before', async () => {
  const I = await ready();
  I.flip(1);
  expect([I.changed, I.reading.kind]).toEqual([true, 'refuses']);
  I.lay(PING, { kind: 'own' });
  expect(I.changed).toBe(false);
  I.put({ bytes: fromHex('89') });
  expect([I.changed, I.reading.kind]).toEqual([true, 'waits']);
  I.restore();
  expect([I.changed, hex()]).toEqual([false, '89 80 37 fa 21 3d']);
});

test('another receiver may make something else of the same bytes', async () => {
  const I = await ready();
  // 5 bytes of length in the 16-bit form, which RFC 6455 §5.2 forbids and ws takes.
  I.put({ bytes: fromHex('81 fe 00 05 37 fa 21 3d 7f 9f 4d 51 58') });
  expect([I.reading.kind, I.stages.at(-1)?.state]).toEqual(['refuses', 'failed']);
  I.policy = 'ws';
  expect(I.reading.kind).not.toBe('refuses');
  expect(I.stages.at(-1)?.state).toBe('deliver');
});

test('a part that is chosen again is chosen no more', async () => {
  const I = await ready();
  I.select({ part: 'key', index: 1 });
  I.select({ part: 'key', index: 2 });
  expect(I.selected).toEqual({ part: 'key', index: 2 });
  I.select({ part: 'key', index: 2 });
  expect(I.selected).toBeNull();
});

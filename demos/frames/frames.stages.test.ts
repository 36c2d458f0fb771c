import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex } from '#demos/protocol/bytes.ts';
import { anatomyOf } from './frames.anatomy.ts';
import { benchOf } from './frames.bench.ts';
import { readBench } from './frames.reading.ts';
import { stagesOf } from './frames.stages.ts';

function stages(hex: string | Uint8Array, from: 'client' | 'server' = 'client') {
  const bytes = typeof hex === 'string' ? fromHex(hex) : hex;
  const anatomy = anatomyOf(bytes);
  return stagesOf(bytes, anatomy, readBench(benchOf(bytes, from), 'rfc', anatomy)).map(
    ({ state, readTo }) => `${state} ${readTo}`,
  );
}

test('a masked “Hello” is read in four steps', () => {
  expect(stages('81 85 37 fa 21 3d 7f 9f 4d 51 58')).toEqual(['info 0', 'mask 2', 'payload 6', 'deliver 11']);
});

test('an empty ping from a server is whole after two bytes', () => {
  expect(stages('89 00', 'server')).toEqual(['info 0', 'payload 2', 'deliver 2']);
});

test('126 and 127 put a step between', () => {
  const payload = ' 78'.repeat(126);
  expect(stages(`81 7e 00 7e${payload}`, 'server')).toEqual(['info 0', 'len16 2', 'payload 4', 'deliver 130']);
  expect(stages('82 ff 00 00 00 00 00 01 00 00 01 02 03 04')).toEqual(['info 0', 'len64 2', 'mask 10', 'payload 14']);
});

test('the first two bytes that break a rule are the last that are read', () => {
  expect(stages('c1 85 37 fa 21 3d 7f 9f 4d 51 58')).toEqual(['info 0', 'failed 2']);
  expect(stages('81 05 48 65 6c 6c 6f')).toEqual(['info 0', 'failed 2']);
});

test('a length in too long a form is read whole, and then refused', () => {
  expect(stages('81 fe 00 05 37 fa 21 3d 7f 9f 4d 51 58')).toEqual(['info 0', 'len16 2', 'failed 4']);
});

test('text that is no UTF-8 is refused with its last byte', () => {
  expect(stages('81 02 c3 28', 'server')).toEqual(['info 0', 'payload 2', 'failed 4']);
});

test('bytes that have not come leave the decoder where it waits for them', () => {
  expect(stages('')).toEqual(['info 0']);
  expect(stages('81')).toEqual(['info 0']);
  expect(stages('81 fe 00')).toEqual(['info 0', 'len16 2']);
  expect(stages('81 85 37 fa')).toEqual(['info 0', 'mask 2']);
  expect(stages('81 85 37 fa 21 3d 7f')).toEqual(['info 0', 'mask 2', 'payload 6']);
});

test('for all bytes, the machine ends where the codec says: it delivers, fails or waits', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 30 }),
      fc.constantFrom('client' as const, 'server' as const),
      (bytes, from) => {
        const reading = readBench(benchOf(bytes, from), 'rfc');
        const last = stages(bytes, from).at(-1)?.split(' ')[0];
        if (reading.kind === 'accepts') expect(last).toBe('deliver');
        if (reading.kind === 'refuses') expect(last).toBe('failed');
        if (reading.kind === 'waits') expect(last).not.toMatch(/deliver|failed/);
      },
    ),
    { numRuns: 200 },
  );
});

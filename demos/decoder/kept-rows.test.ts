import { expect, test } from 'vitest';
import { concat, fromHex } from '#demos/protocol/bytes.ts';
import { KeptRows } from './kept-rows.ts';
import { planOf } from './plan.ts';
import { recognise } from './recognise.ts';
import { RowReader } from './row-reader.ts';
import { AUTO } from './settings.ts';

/** RFC 7692 §7.2.3.2: the second refers back to the first, so no row can be read without those before it. */
const COMPRESSED = fromHex('c1 07 f2 48 cd c9 c9 07 00 c1 05 f2 00 11 00 00');
const FRAGMENTED = fromHex('01 03 48 65 6c 89 00 80 02 6c 6f');
const MASKED = fromHex('81 85 37 fa 21 3d 7f 9f 4d 51 58');

test('a row that was not kept is read again as it was, in whatever order rows are asked for', () => {
  const bytes = concat(...Array.from({ length: 40 }, () => concat(COMPRESSED, FRAGMENTED, MASKED)));
  const recognised = recognise({ from: 'file', bytes }, 'raw');
  if (recognised.kind === 'nothing') expect.unreachable();
  const plan = planOf(recognised, AUTO);
  const [all, some] = [new KeptRows(plan), new KeptRows(plan, 7)];
  const reader = new RowReader(plan);
  let count = 0;
  for (const event of plan.events)
    for (const row of reader.push(event)) {
      all.add(row);
      some.add(row);
      count += 1;
    }
  expect(count).toBe(40 * 6);
  for (const index of [239, 8, 7, 6, 120, 0, 200]) {
    const { unit, message, unmasked } = all.at(index) ?? expect.unreachable();
    expect(some.at(index)).toMatchObject({ unit, message, unmasked });
    expect([...(some.at(index)?.spaces.keys() ?? [])]).toEqual([...(all.at(index)?.spaces.keys() ?? [])]);
  }
  expect(some.at(240)).toBeNull();
});

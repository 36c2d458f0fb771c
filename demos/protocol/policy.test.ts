import { expect, test } from 'vitest';
import { fromHex } from './bytes.ts';
import type { Policy } from './frame.ts';
import { createMessageReader } from './message-reader.ts';
import { POLICY_ROWS, STRICTNESS } from './policy.ts';

const POLICIES: readonly Policy[] = ['rfc', 'ws', 'chromium'];

/** `taken`: no rule broken so far. Otherwise the close code, `null` for none. */
function verdict(policy: Policy, hex: string) {
  const reader = createMessageReader({ from: 'server', policy, deflate: false });
  reader.push(fromHex(hex));
  return reader.failure ? reader.failure.closeCode : 'taken';
}

test.each([
  ['5 bytes in the 16-bit form', '81 7e 00 05 48 65 6c 6c 6f', [1002, 'taken', 1002]],
  ['a length with its sign bit set', '82 7f 80 00 00 00 00 00 00 01', [1002, 1009, 1002]],
  ['2^53 + 1 bytes announced', '82 7f 00 20 00 00 00 00 00 01', ['taken', 1009, null]],
  ['2^31 bytes announced', '82 7f 00 00 00 00 80 00 00 00', ['taken', 1009, null]],
  ['2^31 - 1 bytes announced', '82 7f 00 00 00 00 7f ff ff ff', ['taken', 1009, 'taken']],
  ['1 GiB announced', '82 7f 00 00 00 00 40 00 00 00', ['taken', 1009, 'taken']],
  ['100 MiB announced', '82 7f 00 00 00 00 06 40 00 00', ['taken', 'taken', 'taken']],
  ['invalid UTF-8', '81 02 c3 28', [1007, 1007, 1002]],
  ['invalid UTF-8 in a first fragment', '01 01 ff', [1007, 'taken', 1002]],
  ['close code 999', '88 02 03 e7', [1002, 1002, 'taken']],
  ['close code 5000', '88 02 13 88', [1002, 1002, 'taken']],
  ['close code 1006', '88 02 03 ee', [1002, 1002, 1002]],
  ['data after Close', '88 02 03 e8 81 04 6c 61 74 65', [null, 'taken', null]],
  ['a Ping after Close', '88 02 03 e8 89 01 41', ['taken', 'taken', 'taken']],
  ['RSV1 without compression', 'c1 00', [1002, 1002, 1002]],
  ['a masked frame from a server', '81 80 00 00 00 00', [1002, 1002, 1002]],
] as const)('%s (%s): by the RFC, ws and Chromium %j', (_, hex, verdicts) => {
  expect(POLICIES.map((policy) => verdict(policy, hex))).toEqual(verdicts);
});

test('every value has the place where it is written or the bytes it was measured with', () => {
  for (const row of Object.values(POLICY_ROWS)) {
    expect(row.rfc).toMatchObject({ source: { section: expect.any(String) } });
    expect(row.ws).toMatchObject({ measured: 'ws 8.23.0', input: expect.stringMatching(/./) });
    expect(row.chromium).toMatchObject({ measured: 'Chromium 156', input: expect.stringMatching(/./) });
  }
});

test('a strictness is the rows’ values', () => {
  for (const policy of POLICIES) {
    for (const [row, value] of Object.entries(STRICTNESS[policy])) {
      expect(Object.entries(POLICY_ROWS).find(([name]) => name === row)?.[1][policy].value).toBe(value);
    }
  }
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromHex } from '#demos/protocol/bytes.ts';
import type { After } from './frames.after.ts';
import { anatomyOf } from './frames.anatomy.ts';
import { benchOf } from './frames.bench.ts';
import { comparePolicies } from './frames.policies.ts';
import { readBench } from './frames.reading.ts';

interface Golden {
  readonly generatedWith: string;
  readonly mustFailToServer: readonly { readonly name: string; readonly hex: string; readonly wsCloseCode: number }[];
  readonly lenientInWs: readonly { readonly name: string; readonly hex: string }[];
}
const golden = JSON.parse(readFileSync('tests/fixtures/golden-vectors.json', 'utf8')) as Golden;

function compare(hex: string, from: 'client' | 'server' = 'client', after: After = 'nothing') {
  const bytes = fromHex(hex);
  const { verdicts, because } = comparePolicies(benchOf(bytes, from, after), anatomyOf(bytes));
  const says = verdicts.map(({ reading }) =>
    reading.kind === 'refuses' ? `${reading.violation.rule} ${reading.violation.closeCode}` : reading.kind,
  );
  return { says, because, grounds: verdicts.map(({ ground }) => ground?.kind ?? null) };
}

describe(`the frames that ${golden.generatedWith} failed`, () => {
  for (const { name, hex, wsCloseCode } of golden.mustFailToServer) {
    const bytes = fromHex(hex);
    const { headerBytes, announced, next } = anatomyOf(bytes);
    // The bench reads one frame: of the vector of two, a fragment and another text, the second.
    const guilty = next > 0 ? bytes.subarray(headerBytes + Number(announced)) : bytes;
    const after = next > 0 ? 'fragment' : 'nothing';
    test(`${name}: ws with ${wsCloseCode}, and the RFC refuses too`, () => {
      const ws = readBench(benchOf(guilty, 'client', after), 'ws');
      expect(ws).toMatchObject({ kind: 'refuses', violation: { closeCode: wsCloseCode } });
      expect(readBench(benchOf(guilty, 'client', after), 'rfc').kind).toBe('refuses');
    });
  }
});

for (const { name, hex } of golden.lenientInWs)
  test(`${name}: the row that explains it is minimalLength`, () => {
    expect(compare(hex)).toEqual({
      says: ['frame.length-minimal 1002', 'accepts', 'frame.length-minimal 1002'],
      because: ['minimalLength'],
      grounds: ['written', 'measured', 'measured'],
    });
  });

test('where all three agree, nothing is to be explained', () => {
  expect(compare('c1 85 37 fa 21 3d 7f 9f 4d 51 58')).toEqual({
    says: ['frame.rsv1 1002', 'frame.rsv1 1002', 'frame.rsv1 1002'],
    because: [],
    grounds: [null, null, null],
  });
});

test('each measured difference is explained by its own row', () => {
  expect(compare('82 7f 80 00 00 00 00 00 00 01', 'server')).toMatchObject({
    because: ['signBitCloseCode'],
    says: ['frame.length-sign-bit 1002', 'frame.length-sign-bit 1009', 'frame.length-sign-bit 1002'],
  });
  expect(compare('82 7f 00 00 00 00 80 00 00 00', 'server')).toMatchObject({
    because: ['messageLimit', 'longestFrame'],
  });
  expect(compare('82 7f 00 00 00 00 40 00 00 00', 'server')).toMatchObject({
    because: ['messageLimit'],
    says: ['waits', 'message.too-big 1009', 'waits'],
  });
  expect(compare('81 02 c3 28', 'server')).toMatchObject({
    because: ['utf8CloseCode'],
    says: ['message.utf8 1007', 'message.utf8 1007', 'message.utf8 1002'],
  });
  expect(compare('01 01 ff', 'server')).toMatchObject({
    because: ['textChecked'],
    says: ['message.utf8 1007', 'accepts', 'message.utf8 1002'],
  });
  expect(compare('88 02 03 e7', 'server')).toMatchObject({
    because: ['closeCodes'],
    says: ['close.code 1002', 'close.code 1002', 'accepts'],
  });
  expect(compare('81 04 6c 61 74 65', 'server', 'close')).toMatchObject({
    because: ['afterClose'],
    says: ['message.after-close null', 'discards', 'message.after-close null'],
  });
});

test('a continuation is legal inside a message and nowhere else (RFC 6455 §5.4)', () => {
  expect(compare('80 02 6c 6f', 'server').says[0]).toBe('message.continuation 1002');
  expect(compare('80 02 6c 6f', 'server', 'fragment').says[0]).toBe('accepts');
  expect(compare('81 02 6c 6f', 'server', 'fragment').says[0]).toBe('message.unfinished 1002');
});

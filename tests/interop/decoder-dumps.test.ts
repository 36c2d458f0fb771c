import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodePcapng } from '#demos/capture/pcapng.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { recognise } from '#demos/decoder/recognise.ts';
import { decodeAll, told } from '#demos/decoder/test-inputs.ts';
import { concat, toHex } from '#demos/protocol/bytes.ts';
import { installed } from '#tools/installed.ts';

/** What the programs themselves write is read back as the bytes that they were given. */

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dumps-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Every byte, a run that is written as `*`, letters that look like hex, and an odd end. */
const BYTES = concat(
  Uint8Array.from({ length: 256 }, (_, i) => i),
  new Uint8Array(80).fill(0x61),
  new TextEncoder().encode('ab cd ef 01 beef 81'),
);

const output = (program: string, ...options: string[]): string => {
  const file = path.join(folder, 'bytes');
  writeFileSync(file, BYTES);
  return execFileSync(program, [...options, file], { encoding: 'utf8' });
};

function read(text: string): string | null {
  const recognised = recognise({ from: 'text', text });
  return recognised.kind === 'bytes' ? recognised.runs.map(({ bytes }) => toHex(bytes)).join(' ') : null;
}

const PROGRAMS: readonly (readonly [program: string, version: string, ...(readonly string[])[]])[] = [
  ['xxd', '--version', [], ['-p'], ['-g', '1'], ['-g', '4'], ['-c', '24'], ['-i'], ['-u']],
  ['hexdump', '--version', ['-C'], [], ['-C', '-v']],
  [
    'od',
    '--version',
    ['-A', 'x', '-t', 'x1'],
    ['-t', 'x1'],
    ['-A', 'd', '-t', 'x1'],
    ['-A', 'x', '-t', 'x1z'],
    ['-v', '-t', 'x1'],
  ],
  ['base64', '--version', [], ['-w', '0']],
];

for (const [program, version, ...runs] of PROGRAMS)
  describe.skipIf(!installed(program, version))(program, () => {
    test.each(runs.map((options) => [options.join(' '), options] as const))(`${program} %s`, (_, options) => {
      const text = output(program, ...options);
      // xxd -i names the array and its length; what a reader copies are its items.
      const copied = options[0] === '-i' ? text.slice(text.indexOf('{'), text.indexOf('}') + 1) : text;
      expect(read(copied)).toBe(toHex(BYTES));
    });
  });

describe.skipIf(!installed('tshark', '--version'))('tshark', () => {
  test('a followed stream has both directions, and decodes to the same rows as the capture itself', () => {
    const json = readFileSync(new URL('../../content/captures/frames.json', import.meta.url), 'utf8');
    const file = path.join(folder, 'frames.pcapng');
    writeFileSync(file, encodePcapng(recordedCapture(json)));
    const followed = execFileSync('tshark', ['-r', file, '-q', '-z', 'follow,tcp,hex,0'], { encoding: 'utf8' });
    const { rows, guess } = decodeAll(followed);
    expect(guess).toMatchObject({ form: 'dump', from: 'both', handshake: true });
    const direct = decodeAll(json);
    for (const arrow of ['→', '←']) {
      const own = (lines: readonly string[]): readonly string[] => lines.filter((line) => line.startsWith(arrow));
      expect(own(told(rows))).toEqual(own(told(direct.rows)));
    }
  });
});

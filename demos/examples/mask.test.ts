import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { fromHex, toHex, utf8Encode } from '#demos/protocol/bytes.ts';
import { applyMask } from '#demos/protocol/mask.ts';
import { installed } from '#tools/installed.ts';
import { run } from './run-example.ts';

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
const KEY = fromHex('37 fa 21 3d');

describe('what the lesson prints', () => {
  test.each(['mask.mjs', 'known-key.mjs'])('is what %s prints', async (file) =>
    expect(await run(file)).toEqual({ out: read(file.replace('.mjs', '.out')), err: '', code: 0 }),
  );

  it.skipIf(!installed('python3', '--version'))('is what mask_payload.py prints', async () =>
    expect(await run('mask_payload.py')).toEqual({ out: read('mask_payload.out'), err: '', code: 0 }),
  );
});

describe('what the examples print', () => {
  it('is what the course’s own codec makes of “Hello”', () =>
    expect(read('mask.out')).toBe(`${toHex(applyMask(utf8Encode('Hello'), KEY)).replaceAll(' ', '')}\nHello\n`));

  it('is the same in JavaScript and in Python', () => expect(read('mask_payload.out')).toBe(read('mask.out')));

  it('is, with a key that is known, the request on the wire and not in what script sent', () => {
    const wanted = utf8Encode('GET / HTTP/1.1\r\n');
    const sent = toHex(applyMask(wanted, KEY)).replaceAll(' ', '');
    expect(read('known-key.out')).toBe(`script sent: ${sent}\non the wire: "GET / HTTP/1.1\\r\\n"\n`);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex, utf8Encode } from '#demos/protocol/bytes.ts';
import { FORMATS } from './format-bytes.ts';
import { INPUT_LIMIT, type Input, type InputForm } from './input.ts';
import { recognise } from './recognise.ts';
import { linePlace } from './text-place.ts';

const text = (given: string): Input => ({ from: 'text', text: given });
const file = (bytes: Uint8Array): Input => ({ from: 'file', bytes });

/** What was read, joined; `null` where nothing was. */
function read(given: string, form: InputForm | null = null): { form: string; hex: string } | null {
  const recognised = recognise(text(given), form);
  if (recognised.kind !== 'bytes') return null;
  return { form: recognised.form, hex: recognised.runs.map(({ bytes }) => toHex(bytes)).join(' ') };
}

const HELLO = '81 05 48 65 6c 6c 6f';

describe('bytes as people write them are recognised by themselves', () => {
  test.each([
    ['81 05 48 65 6c 6c 6f', 'hex'],
    ['810548656c6c6f', 'hex'],
    ['81:05:48:65:6C:6C:6F', 'hex'],
    ['0x81, 0x5, 0x48, 0x65, 0x6c, 0x6c, 0x6f', 'hex'],
    ['{0x81,0x05,0x48,0x65,0x6c,0x6c,0x6f}', 'hex'],
    ['\\x81\\x05\\x48\\x65\\x6c\\x6c\\x6f', 'hex'],
    ['<81 05 48\n 65 6c 6c 6f>', 'hex'],
    ['gQVIZWxsbw==', 'base64'],
    ['gQVI\nZWxs\nbw', 'base64'],
    ["b'\\x81\\x05Hello'", 'escaped'],
    ['"\\x81\\x05Hello"', 'escaped'],
    ['00000000: 8105 4865 6c6c 6f                        ..Hello', 'dump'],
    ['00000000  81 05 48 65 6c 6c 6f                              |..Hello|\n00000007', 'dump'],
    ['000000 81 05 48 65 6c 6c 6f\n000007', 'dump'],
    ['0000   81 05 48 65 6c 6c 6f                              ..Hello', 'dump'],
    // hexdump without -C: words of the machine, low byte first.
    ['0000000 0581 6548 6c6c 006f\n0000007', 'dump'],
  ])('%j', (given, form) => expect(read(given)).toEqual({ form, hex: HELLO }));

  test.each([
    ['00000000: 8105 4865 6c6c 6f                        ..Hello', 'xxd'],
    ['00000000  81 05 48 65 6c 6c 6f                              |..Hello|\n00000007', 'hexdump'],
    ['000000 81 05 48 65 6c 6c 6f\n000007', 'od'],
    ['0000000 0581 6548 6c6c 006f\n0000007', 'words'],
    ['0000   81 05 48 65 6c 6c 6f                              ..Hello', 'wireshark'],
    ['00000000  81 05 48 65 6c 6c 6f   ..Hello\n    00000000  89 00   ..', 'follow'],
  ])('%j looks like %s', (given, dump) => expect(recognise(text(given))).toMatchObject({ form: 'dump', dump }));

  test('`beef` is hex and not base64, until the reader says otherwise', () => {
    expect(read('beef')).toEqual({ form: 'hex', hex: 'be ef' });
    expect(read('beef', 'base64')).toEqual({ form: 'base64', hex: '6d e7 9f' });
  });

  test('base64 that begins with eight hex digits is taken for hex, until the reader says otherwise', () => {
    expect(read('AAAAAAAAw0==')?.form).toBe('hex');
    expect(read('AAAAAAAAw4==', 'base64')).toEqual({ form: 'base64', hex: '00 00 00 00 00 00 c3' });
  });

  test('the alphabet of URLs is base64 too (RFC 4648 §5)', () => expect(read('-_-_')?.hex).toBe('fb ff bf'));

  test('a head as text gets back the CR that a text field took (RFC 9112 §2.2)', () =>
    expect(read('GET / HTTP/1.1\nHost: é\n\n')).toEqual({
      form: 'http',
      hex: toHex(utf8Encode('GET / HTTP/1.1\r\nHost: é\r\n\r\n')),
    }));

  test('a file that is no text is its own bytes', () => {
    const recognised = recognise(file(fromHex(HELLO.replace('48', '00'))));
    expect(recognised).toMatchObject({ kind: 'bytes', form: 'raw', runs: [{ places: null }] });
  });

  test('a file of text is read as that text', () =>
    expect(recognise(file(utf8Encode(HELLO)))).toMatchObject({ kind: 'bytes', form: 'hex' }));
});

describe('whatever a program writes is read back, for all bytes and widths', () => {
  const bytes = fc.uint8Array({ minLength: 9, maxLength: 300 });
  const width = fc.integer({ min: 2, max: 40 }).map((half) => half * 2);
  /** Base64 that may as well be hex, as `AAAA`, is taken for hex: the reader can say otherwise. */
  const beginsAsHex = (written: string): boolean => /^(?:[0-9a-f]\s*){8}/i.test(written);
  for (const [name, format] of Object.entries(FORMATS))
    test(name, () =>
      fc.assert(
        fc.property(bytes, width, (given, columns) => {
          const written = format(given, columns);
          fc.pre(name !== 'base64' || !beginsAsHex(written));
          expect(read(written)?.hex).toBe(toHex(given));
        }),
      ),
    );

  test('every byte is known by its place in the text', () =>
    fc.assert(
      fc.property(bytes, width, (given, columns) => {
        const dump = FORMATS.hexdump(given, columns);
        const recognised = recognise(text(dump));
        if (recognised.kind !== 'bytes') throw new Error('expected bytes');
        for (const { bytes: found, places } of recognised.runs)
          found.forEach((byte, i) => {
            expect(Number.parseInt(dump.slice(places?.[i], (places?.[i] ?? 0) + 2), 16)).toBe(byte);
          });
      }),
    ));
});

describe('a line of * stands for lines like the one before', () => {
  const dump = ['00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|', '*', '00000040'].join(
    '\n',
  );
  test('64 zeros', () => expect(read(dump)?.hex).toBe(Array(64).fill('00').join(' ')));
});

describe('a followed stream', () => {
  const followed = [
    '00000000  81 85 37 fa 21 3d 7f 9f  4d 51 58                  ..7.!=.. MQX',
    '    00000000  81 05 48 65 6c 6c 6f                              ..Hello',
    '0000000B  89 80 00 00 00 00                                 ......',
  ].join('\n');
  test('has both directions: Wireshark indents what the server sent', () => {
    const recognised = recognise(text(followed));
    expect(recognised).toMatchObject({
      runs: [
        { direction: 'client-to-server', bytes: { length: 11 } },
        { direction: 'server-to-client', bytes: { length: 7 } },
        { direction: 'client-to-server', bytes: { length: 6 } },
      ],
    });
  });
});

/** Input, what was read of it, rule, line and column, what was found. */
const BAD: readonly (readonly [string, string, string, number | null, number | null, string])[] = [
  ['81 05 4g 65', '81 05', 'input.character', 1, 8, 'g'],
  ['81 05\n48 65 6', '81 05 48 65', 'input.half-byte', 2, 7, '6'],
  ['81 05 48 0x', '81 05 48', 'input.character', 1, 12, 'the end'],
  ['81 05 48 65 “', '81 05 48 65', 'input.character', 1, 13, '“'],
  ['gQVIZWxsb$==', '81 05 48 65 6c 6c', 'input.character', 1, 10, '$'],
  ['gQVIZWxsb', '81 05 48 65 6c 6c', 'input.base64-length', 1, 9, 'b'],
  ['gQVIZWxsbw=', '81 05 48 65 6c 6c 6f', 'input.base64-length', 1, 11, '='],
  ["b'\\x81\\x0g'", '81', 'input.character', 1, 10, 'g'],
  ["b'\\x81\\q'", '81', 'input.character', 1, 8, 'q'],
  ["b'\\x81' + c", '81', 'input.character', 1, 8, 'U+0020'],
  ['00000000: 8105 zz48\n00000004: 6c6c', '81 05', 'input.character', 1, 16, 'z'],
  ['00000000  81 05\n00000003  48', '81 05', 'input.dump-offset', 2, 1, '00000003'],
  ['00000000  81 05\nhello', '81 05', 'input.character', 2, 1, 'h'],
  ['00000000  81 05\n*\n', '81 05', 'input.dump-offset', 2, 1, '*'],
];

describe('what cannot be read is said with its place, and what stands before it is kept', () => {
  test.each(BAD)('%j', (given, hex, rule, line, column, found) => {
    const recognised = recognise(text(given));
    expect(recognised).toMatchObject({ kind: 'bytes', stop: { rule, found } });
    if (recognised.kind !== 'bytes') return;
    expect(recognised.runs.map(({ bytes }) => toHex(bytes)).join(' ')).toBe(hex);
    expect(linePlace(given, recognised.stop?.at ?? -1)).toEqual({ line, column });
  });

  test.each([
    ['hello, world', 'input.unrecognised'],
    ['{"a":1}', 'input.capture'],
    ['{"log":{}}', 'input.har'],
    ['{"log":{"entries":[]}}', 'input.har'],
    ['{"log":', 'input.json'],
  ])('%j holds nothing that can be decoded', (given, rule) =>
    expect(recognise(text(given))).toMatchObject({ kind: 'nothing', stop: { rule } }),
  );

  test('an empty text is no mistake', () => expect(recognise(text(' \n'))).toEqual({ kind: 'nothing', stop: null }));

  test('a file that is compressed is named, and not read as the bytes it is', () =>
    expect(recognise(file(fromHex('1f 8b 08 00')))).toMatchObject({
      kind: 'nothing',
      stop: { rule: 'input.gzip', byte: 0, found: '1f 8b 08' },
    }));

  test('of too long an input the beginning is read', () => {
    const bytes = fromHex(HELLO);
    const size = INPUT_LIMIT + 1;
    const stop = { rule: 'input.size', found: '33,554,433', expected: 'at most 33,554,432' };
    expect(recognise({ from: 'file', bytes, size }, 'raw')).toMatchObject({ kind: 'bytes', stop });
    const long = `${'00 '.repeat(4)}${' '.repeat(INPUT_LIMIT)}81`;
    expect(recognise(text(long))).toMatchObject({ kind: 'bytes', stop: { rule: 'input.size' } });
    expect(read(long)?.hex).toBe('00 00 00 00');
  });

  test('no text throws', () =>
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json(), fc.string({ unit: fc.constantFrom(...'0189af \n*:x\\{}[]"=') })),
        (given) => {
          recognise(text(given));
        },
      ),
      { numRuns: 2000 },
    ));
});

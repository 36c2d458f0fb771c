import { constants, createDeflateRaw } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toHex, utf8Encode } from '#demos/protocol/bytes.ts';
import { stripFlushTail } from '#demos/protocol/deflate-framing.ts';
import { createCompressor } from './deflate.model.ts';
import { type Settings, STRATEGIES, USUAL, WINDOW_BITS } from './deflate.settings.ts';

/** What Node's zlib makes of the same messages. */
async function zlibOf(
  messages: readonly Uint8Array[],
  { takeover, windowBits, strategy }: Settings,
): Promise<string[]> {
  const create = () =>
    createDeflateRaw({
      windowBits,
      memLevel: 8,
      level: strategy === 'stored' ? 0 : 6,
      strategy: strategy === 'fixed' ? constants.Z_FIXED : constants.Z_DEFAULT_STRATEGY,
    });
  let stream = create();
  const made: string[] = [];
  for (const message of messages) {
    if (!takeover) stream = create();
    const chunks: Uint8Array[] = [];
    const onData = (chunk: Uint8Array): void => void chunks.push(chunk);
    stream.on('data', onData);
    stream.write(message);
    await new Promise<void>((resolve) => stream.flush(constants.Z_SYNC_FLUSH, resolve));
    stream.off('data', onData);
    made.push(toHex(stripFlushTail(Buffer.concat(chunks))));
  }
  return made;
}

const modelOf = (messages: readonly Uint8Array[], settings: Settings): string[] => {
  const compress = createCompressor(settings);
  return messages.map((message) => toHex(compress(message)));
};

describe('the model compresses as zlib does', () => {
  test('“Hello” twice, as RFC 7692 §7.2.3 prints it', () => {
    const hello = utf8Encode('Hello');
    expect(modelOf([hello, hello], USUAL)).toEqual(['f2 48 cd c9 c9 07 00', 'f2 00 11 00 00']);
    expect(modelOf([hello, hello], { ...USUAL, takeover: false })).toEqual(Array(2).fill('f2 48 cd c9 c9 07 00'));
  });

  test('byte for byte, whatever was agreed and whatever is said', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc
            .array(fc.oneof(fc.constantFrom('Hello', '{"price":', '187.42', 'a'), fc.string({ unit: 'binary' })), {
              minLength: 1,
              maxLength: 40,
            })
            .map((words) => words.join(''))
            .filter((text) => text.length > 0),
          { minLength: 1, maxLength: 5 },
        ),
        fc.record({
          takeover: fc.boolean(),
          windowBits: fc.constantFrom(...WINDOW_BITS),
          strategy: fc.constantFrom(...STRATEGIES),
        }),
        async (texts, settings) => {
          const messages = texts.map((text) => utf8Encode(text));
          expect(modelOf(messages, settings)).toEqual(await zlibOf(messages, settings));
        },
      ),
      { numRuns: 200 },
    ));
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HASH_LIMIT, readFigureHash, writeFigureHash } from '#demos/parts/figure-hash.ts';
import { type HashState, readHash as readParams } from './handshake.hash.ts';
import { partName, partRef } from './handshake.parts.ts';

const writeHash = writeFigureHash;
const readHash = (figure: string, hash: string): HashState | null => {
  const params = readFigureHash(figure, hash);
  return params && readParams(params);
};

const wellFormed = (maxLength: number) => fc.string({ unit: 'binary', minLength: 1, maxLength });

const state: fc.Arbitrary<HashState> = fc.record(
  {
    step: fc.nat({ max: 999_999_999 }),
    part: wellFormed(20),
    source: fc.constantFrom('recorded', 'live', 'model'),
    side: fc.constantFrom('request', 'response'),
    draft: wellFormed(60),
  },
  { requiredKeys: [] },
);

describe('the hash of a figure', () => {
  it('names the figure, and its state as a query', () =>
    expect(writeHash('handshake', { step: 8, part: 'request/host' })).toBe('#handshake?step=8&part=request%2Fhost'));

  it('is the figure’s name alone where there is no state', () => {
    expect(writeHash('handshake', {})).toBe('#handshake');
    expect(readHash('handshake', '#handshake')).toEqual({});
  });

  it('carries line breaks, & and % of a draft', () => {
    const draft = 'GET /?a=1&b=50% HTTP/1.1\nHost: h\\n\n';
    const hash = writeHash('handshake', { side: 'request', draft });
    expect(readHash('handshake', hash ?? '')).toEqual({ side: 'request', draft });
  });

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(state, (before) => {
        const hash = writeHash('handshake', before);
        if (hash !== null) expect(readHash('handshake', hash)).toEqual(before);
        else
          expect(
            new URLSearchParams(Object.entries(before).map(([k, v]) => [k, `${v}`])).toString().length,
          ).toBeGreaterThan(HASH_LIMIT - '#handshake?'.length);
      }),
    );
  });

  it('has at most 2,048 characters, and is null when it would have more', () => {
    const draft = (length: number) =>
      writeHash('handshake', { draft: 'x'.repeat(length - '#handshake?draft='.length) });
    expect(HASH_LIMIT).toBe(2048);
    expect(draft(2048)).toHaveLength(2048);
    expect(draft(2049)).toBeNull();
  });
});

describe('what makes no sense in a hash', () => {
  it.each(['', '#', '#other', '#other?step=3', '#handshakes?step=3', '?step=3', '#Handshake'])(
    '%j names another figure',
    (hash) => expect(readHash('handshake', hash)).toBeNull(),
  );

  it.each([
    ['a step that is no number', 'step=three'],
    ['an empty step', 'step='],
    ['a step of blanks', 'step=%20'],
    ['a negative step', 'step=-1'],
    ['half a step', 'step=1.5'],
    ['a step beyond counting', 'step=9007199254740993'],
    ['an endless step', 'step=Infinity'],
    ['a source that is none of the three', 'source=invented'],
    ['a side that is neither', 'side=server'],
    ['an empty draft', 'draft='],
    ['an empty part', 'part='],
    ['a key nobody knows', 'utm_source=mail'],
    ['a broken escape', '%E0%A4%A'],
  ])('is left out: %s', (_, query) => expect(readHash('handshake', `#handshake?${query}`)).toEqual({}));

  it('takes nothing else with it', () =>
    expect(readHash('handshake', '#handshake?step=x&source=model&side=both')).toEqual({ source: 'model' }));

  it('is never thrown at', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 40 }), (text) => {
        const read = readHash('handshake', `#handshake?${text}`);
        for (const value of Object.values(read ?? {})) expect(value).toBeDefined();
      }),
    );
  });
});

describe('a part', () => {
  it.each([
    ['key', 'request/sec-websocket-key'],
    ['accept', 'response/sec-websocket-accept'],
    ['request', 'request/start'],
    ['response', 'response/start'],
    ['status', 'response/start'],
    ['request/user-agent', 'request/user-agent'],
    ['request/sec-websocket-key#2', 'request/sec-websocket-key#2'],
  ])('%s is %s', (name, ref) => expect(partRef(name)).toBe(ref));

  it.each([
    '',
    'cookie',
    'request/',
    'server/start',
    'request/a b',
    'request/<b>',
    '/start',
    '__proto__',
    'constructor',
  ])('%j is none', (name) => expect(partRef(name)).toBeNull());

  it('is named back by its short name, or by itself', () => {
    expect(partName('request/sec-websocket-key')).toBe('key');
    expect(partName('request/user-agent')).toBe('request/user-agent');
    for (const name of ['host', 'origin', 'version', 'extensions', 'protocol']) {
      const ref = partRef(name);
      if (ref === null) throw new Error(`${name} names no part`);
      expect(partName(ref)).toBe(name);
    }
  });
});

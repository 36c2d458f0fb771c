import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closeCodesTexts } from '#content/figures/en/close-codes.ts';
import { createModelLink } from '#demos/link/model.ts';
import { CLOSE_CODES } from '#demos/protocol/close-codes.ts';
import { describe as describeCode, describeTrial } from './close-codes.connect.ts';
import { startTrial, type Trial, type TrialKind } from './close-codes.trial.ts';
import { readCode, verdictOf } from './close-codes.verdicts.ts';

function tried(kind: TrialKind, code: number): Trial {
  const link = createModelLink({ peer: true, policy: 'chromium', serverPolicy: 'ws' });
  const trials: Trial[] = [];
  const refused = (problem: unknown): never => {
    throw new Error(JSON.stringify(problem));
  };
  const stop = startTrial(link, kind, code, { changed: (trial) => trials.push(trial), refused });
  stop();
  const last = trials.at(-1);
  if (!last) throw new Error('nothing came of it');
  return last;
}

describe('a verdict', () => {
  test.each([
    [1000, { bytes: '03 e8', onTheWire: 'may', registrar: 'ietf', scriptMaySend: true, wsMaySend: true }],
    [1001, { bytes: '03 e9', onTheWire: 'may', registrar: 'ietf', scriptMaySend: false, wsMaySend: true }],
    [1006, { bytes: '03 ee', onTheWire: 'must not', registrar: 'ietf', scriptMaySend: false, wsMaySend: false }],
    [2000, { bytes: '07 d0', onTheWire: 'has no meaning', registrar: 'ietf', scriptMaySend: false, wsMaySend: false }],
    [3000, { bytes: '0b b8', onTheWire: 'may', registrar: 'iana', scriptMaySend: true, wsMaySend: true }],
    [4999, { bytes: '13 87', onTheWire: 'may', registrar: 'application', scriptMaySend: true, wsMaySend: true }],
    [5000, { bytes: '13 88', onTheWire: 'has no meaning', registrar: 'nobody', scriptMaySend: false }],
  ])('of %d is by RFC 6455 §7.4', (code, verdict) => expect(verdictOf(code)).toMatchObject(verdict));

  test('of a code without a meaning is that Chromium tells it and ws does not', () => {
    expect(verdictOf(2000).receipt).toEqual({ Chromium: 'told', ws: 'failed', websockets: 'failed' });
    expect(verdictOf(1005).receipt).toEqual({ Chromium: 'failed', ws: 'failed', websockets: 'failed' });
  });

  test('can be put in words, whatever the code', () =>
    fc.assert(
      fc.property(fc.nat({ max: 0xffff }), (code) => {
        for (const { lines } of describeCode(verdictOf(code), closeCodesTexts))
          for (const { says } of lines) expect(says).toMatch(/^[^{}]+$/);
      }),
    ));
});

describe('what is typed', () => {
  test.each([
    ['0', 0],
    [' 4001 ', 4001],
    ['65535', 65535],
    ['65536', null],
    ['', null],
    ['1e3', null],
    ['-1', null],
    ['1000.5', null],
  ])('%j is %s', (text, code) => expect(readCode(text)).toBe(code));
});

describe('a trial', () => {
  test('of a code that script may not say throws, and nothing is sent', () => {
    const trial = tried('say', 1001);
    expect(trial).toMatchObject({ settled: true, up: null, threw: { name: 'InvalidAccessError' } });
  });

  test('of one that it may say reaches the server’s program', () => {
    const trial = tried('say', 4001);
    expect(trial).toMatchObject({ settled: true, threw: null, up: { code: 4001 }, down: { code: 4001 } });
    expect(trial.server).toMatchObject({ code: 4001, wasClean: true });
  });

  test('of one that stands in for none, when it is sent all the same, ends in 1006 and is answered with 1002', () => {
    const trial = tried('receive', 1006);
    expect(trial).toMatchObject({
      settled: true,
      failed: true,
      up: { code: 1002 },
      script: { code: 1006, wasClean: false },
    });
  });

  test.each(CLOSE_CODES.map(({ from }) => from))('of %d comes out as its verdict says', (code) => {
    const verdict = verdictOf(code);
    expect(tried('say', code).threw === null).toBe(verdict.scriptMaySend);
    expect(tried('receive', code).script?.code).toBe(verdict.receipt.Chromium === 'told' ? code : 1006);
  });

  test('is told line by line', () => {
    expect(describeTrial(tried('receive', 1006), closeCodesTexts).map(({ says }) => says)).toEqual([
      ...['Close 1006', 'Close 1002', 'error, close 1006, wasClean false'],
    ]);
    expect(describeTrial(tried('say', 1006), closeCodesTexts).map(({ says }) => says)).toEqual([
      'close(1006): InvalidAccessError',
    ]);
  });
});

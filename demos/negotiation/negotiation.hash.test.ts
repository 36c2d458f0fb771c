import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readFigureHash, writeFigureHash } from '#demos/parts/figure-hash.ts';
import { readHash, setupPairs } from './negotiation.hash.ts';
import { RUN_IDS, RUNS, type Setup } from './negotiation.runs.ts';

const bits = fc.constantFrom('', '8', '10', '15');
const setup: fc.Arbitrary<Setup> = fc.record({
  protocols: fc.string(),
  by: fc.constantFrom('ws', 'hand'),
  select: fc.constantFrom('first', 'none', 'name'),
  name: fc.string(),
  deflate: fc.boolean(),
  serverNoContextTakeover: fc.boolean(),
  clientNoContextTakeover: fc.boolean(),
  serverMaxWindowBits: bits,
  clientMaxWindowBits: bits,
  lines: fc.string(),
});
const back = (hash: string | null) => readHash(readFigureHash('negotiation', hash ?? '') ?? new URLSearchParams());

test('a link keeps what the reader wrote', () =>
  fc.assert(
    fc.property(setup, (given) => {
      const read = back(writeFigureHash('negotiation', setupPairs(null, given)));
      expect(read).toEqual({ run: null, setup: given });
    }),
  ));

test.each(RUN_IDS)('a link names the case %s and nothing of its setup', (run) => {
  const hash = writeFigureHash('negotiation', { ...setupPairs(run, RUNS[run]), step: 1 });
  expect(hash).toBe(`#negotiation?run=${run}&step=1`);
  expect(back(hash)).toEqual({ run, setup: RUNS[run], step: 1 });
});

test('what makes no sense in a link is left out', () =>
  expect(back('#negotiation?run=constructor&part=x&source=y&step=-1')).toEqual({
    run: 'chat-chosen',
    setup: RUNS['chat-chosen'],
  }));

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ServerChoice } from '#demos/protocol/server-choice.ts';
import { choiceQuery, readChoice, SUBPROTOCOL_LIMIT } from './negotiate-query.ts';

const token = fc
  .stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/)
  .filter((name) => name !== 'first' && name !== 'none');
const bits = fc.option(fc.integer({ min: 8, max: 15 }));
const choice: fc.Arbitrary<ServerChoice> = fc.record({
  select: fc.oneof(
    fc.constantFrom('first', 'none'),
    token.map((name) => ({ name })),
  ),
  deflate: fc.option(
    fc.record({
      serverNoContextTakeover: fc.boolean(),
      clientNoContextTakeover: fc.boolean(),
      serverMaxWindowBits: bits,
      clientMaxWindowBits: bits,
    }),
  ),
});

const read = (query: string) => readChoice(new URLSearchParams(query));

describe('what a server is told to answer', () => {
  test('is read from the query as it was written', () =>
    fc.assert(
      fc.property(choice, (given) => {
        const query = new URLSearchParams({ ...choiceQuery(given) });
        expect(readChoice(query)).toEqual({ kind: 'choice', choice: given });
      }),
    ));

  test('is what ws does by itself where the query says nothing', () =>
    expect(read('tap=x&s=0')).toEqual({ kind: 'choice', choice: { select: 'first', deflate: null } }));

  test('is a choice or a refusal, whatever the query says', () =>
    fc.assert(
      fc.property(fc.webQueryParameters(), (query) => {
        expect(read(query).kind).toMatch(/^(?:choice|refused)$/);
      }),
    ));
});

test.each([
  [`select=${'x'.repeat(SUBPROTOCOL_LIMIT + 1)}`, 'another select'],
  ['select=a b', 'another select'],
  ['deflate=1', 'another deflate'],
  ['deflate=on&server_max_window_bits=08', 'another server_max_window_bits'],
  ['client_max_window_bits=9', 'another client_max_window_bits'],
  ['deflate=on&client_no_context_takeover=yes', 'another client_no_context_takeover'],
])('%s is refused, by name and not by value', (query, found) =>
  expect(read(query)).toMatchObject({ kind: 'refused', rule: 'negotiate.query', found }),
);

import { describe, expect, test } from 'vitest';
import { latin1Decode } from '#demos/protocol/bytes.ts';
import { answerBytes } from './negotiation.run.ts';
import { RUNS } from './negotiation.runs.ts';
import { choiceOf, protocolsOf, setupProblem } from './negotiation.setup.ts';

const ws = RUNS.declined;

describe('what a reader writes', () => {
  test.each([
    ['', []],
    ['  ', []],
    ['chat', ['chat']],
    [' chat , v2.chat', ['chat', 'v2.chat']],
    ['chat,', ['chat', '']],
  ])('%j is the constructor’s %j', (protocols, names) => expect(protocolsOf({ protocols })).toEqual(names));

  test('is a choice of ws, windows that are not named left out', () => {
    expect(choiceOf({ ...ws, select: 'name', name: 'soap' })).toEqual({ select: { name: 'soap' }, deflate: null });
    expect(choiceOf({ ...ws, deflate: true, clientMaxWindowBits: '9' }).deflate).toEqual({
      serverNoContextTakeover: false,
      clientNoContextTakeover: false,
      serverMaxWindowBits: null,
      clientMaxWindowBits: 9,
    });
  });

  test.each(['', 'a b', 'first', 'none', 'x'.repeat(65)])('%j is no name to choose', (name) =>
    expect(setupProblem({ ...ws, select: 'name', name })).toMatchObject({ rule: 'negotiate.name' }),
  );

  test('may be anything where ws is not asked for it', () =>
    expect(setupProblem({ ...ws, select: 'first', name: 'a b' })).toBeNull());

  test('is too much to answer beyond what may be sent', () =>
    expect(setupProblem({ ...ws, by: 'hand', lines: 'x'.repeat(16_385) })).toMatchObject({
      rule: 'negotiate.lines',
      found: '16385 characters',
    }));
});

test('an answer is a 101 with these lines, and a place for the accept value', () => {
  const { bytes, acceptAt } = answerBytes('A: 1\n\nB: é');
  const text = latin1Decode(bytes);
  expect(text.slice(0, acceptAt)).toMatch(/^HTTP\/1\.1 101 .*\r\nSec-WebSocket-Accept: $/s);
  expect(text.slice(acceptAt)).toBe('\r\nA: 1\r\nB: Ã©\r\n\r\n');
});

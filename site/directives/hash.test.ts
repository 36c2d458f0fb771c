import { expect, test } from 'vitest';
import { hashNames } from './hash.ts';

test.each([
  ['#handshake', true],
  ['#handshake?step=4&part=key', true],
  ['#handshake-2?step=4', false],
  ['#', false],
  ['', false],
])('%j names the figure "handshake": %j', (hash, named) => {
  expect(hashNames(hash, 'handshake')).toBe(named);
});

import { expect, test } from 'vitest';
import { termNamed } from './term-named.ts';

test.each(['mask / masking key', 'mask', 'Masking key'])('"%s" names the term “mask / masking key”', (name) => {
  expect(termNamed(name).term).toBe('mask / masking key');
});

test('a name that the glossary lacks is an error that says which', () => {
  expect(() => termNamed('maskin key')).toThrow('no term "maskin key"');
});

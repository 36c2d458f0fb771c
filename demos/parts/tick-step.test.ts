import { expect, test } from 'vitest';
import { tickLabel, tickStep } from './tick-step.ts';

test.each([
  [10, 10, 1],
  [11, 10, 2],
  [21, 10, 5],
  [51, 10, 10],
  [0.7, 8, 0.1],
  [4000, 8, 500],
])('%d ms in at most %d steps are %d apart', (span, most, step) => expect(tickStep(span, most)).toBeCloseTo(step, 9));

test('a label has the digits of its step, and zero none', () =>
  expect([0, 1, 2].map((index) => tickLabel(index, 0.05))).toEqual(['0', '0.05', '0.10']));

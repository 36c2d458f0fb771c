import { expect, test } from 'vitest';
import { acceptsCloseCode, CLOSE_CODES, closeCodeRange, scriptMaySend } from './close-codes.ts';

test('every value of two bytes stands in exactly one range', () => {
  let next = 0;
  for (const { from, to } of CLOSE_CODES) {
    expect(from).toBe(next);
    next = to + 1;
  }
  expect(next).toBe(65536);
});

/** Sent to each in a Close frame; `ws` 8.23.0 answers 1002 to a code it refuses, Chromium 156 too. */
test.each([
  [0, false, true],
  [999, false, true],
  [1000, true, true],
  [1001, true, true],
  [1002, true, true],
  [1003, true, true],
  [1004, false, true],
  [1005, false, false],
  [1006, false, false],
  [1007, true, true],
  [1008, true, true],
  [1009, true, true],
  [1010, true, true],
  [1011, true, true],
  [1012, true, true],
  [1013, true, true],
  [1014, true, true],
  [1015, false, false],
  [1016, false, true],
  [2000, false, true],
  [2999, false, true],
  [3000, true, true],
  [4000, true, true],
  [4999, true, true],
  [5000, false, true],
  [65535, false, true],
])('%i on the wire: ws takes it %s, Chromium %s', (code, ws, chromium) => {
  expect(acceptsCloseCode(code, 'ws')).toBe(ws);
  expect(acceptsCloseCode(code, 'rfc')).toBe(ws);
  expect(acceptsCloseCode(code, 'chromium')).toBe(chromium);
});

test.each([1005, 1006, 1015])('%i is a stand-in for what no Close frame said: nobody sends it (§7.4.1)', (code) => {
  expect(closeCodeRange(code)).toMatchObject({ status: 'stand-in', saidBy: 'nobody', scriptMaySend: false });
});

test('script in a page may send 1000 and 3000–4999, and the table says so too', () => {
  for (let code = 0; code <= 65535; code++) {
    const allowed = code === 1000 || (code >= 3000 && code < 5000);
    if (scriptMaySend(code) !== allowed || closeCodeRange(code).scriptMaySend !== allowed) expect(code).toBe(allowed);
  }
});

test('a number that two bytes cannot hold is a misuse', () => {
  for (const code of [-1, 65536, 1000.5, Number.NaN]) expect(() => closeCodeRange(code)).toThrow(RangeError);
});

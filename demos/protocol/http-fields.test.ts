import { expect, test } from 'vitest';
import { latin1Encode } from './bytes.ts';
import { fieldValues, listIncludes, listValue } from './http-fields.ts';
import { parseRequestHead } from './http-parse.ts';
import { byteSpan } from './span.ts';

function head(...lines: string[]) {
  const result = parseRequestHead(latin1Encode(`GET / HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`));
  if (result.kind !== 'head') throw new Error(result.kind);
  return result.head;
}

test('field names are compared without case (RFC 9110 §5.1)', () => {
  expect(fieldValues(head('upgrade: a', 'X: b', 'UPGRADE: c'), 'Upgrade')).toEqual(['a', 'c']);
  expect(fieldValues(head('X: b'), 'Upgrade')).toEqual([]);
});

test('a list is the same on one line or several (RFC 9110 §5.3)', () => {
  const texts = (...lines: string[]) => listValue(head(...lines), 'Connection').map(({ text }) => text);
  expect(texts('Connection: keep-alive, Upgrade')).toEqual(['keep-alive', 'Upgrade']);
  expect(texts('Connection: keep-alive', 'Connection: Upgrade')).toEqual(['keep-alive', 'Upgrade']);
});

test('empty elements do not count (RFC 9110 §5.6.1.2)', () => {
  expect(listValue(head('Connection: ,a, ,\tb ,,'), 'connection')).toEqual([
    { text: 'a', span: byteSpan(29, 30) },
    { text: 'b', span: byteSpan(34, 35) },
  ]);
});

test('a token is found whole and without case', () => {
  expect(listIncludes(head('Connection: keep-alive, UPGRADE'), 'Connection', 'upgrade')?.span).toEqual(
    byteSpan(40, 47),
  );
  expect(listIncludes(head('Connection: upgraded'), 'Connection', 'upgrade')).toBeUndefined();
});

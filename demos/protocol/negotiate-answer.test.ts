import { describe, expect, test } from 'vitest';
import { negotiationFields } from './negotiate-answer.ts';
import { type DeflateAnswer, PLAIN_DEFLATE } from './server-choice.ts';
import { offendingProtocol } from './subprotocols.ts';

const CHAT = { protocols: ['chat', 'v2.chat'], extensions: '' };
const named = (offered: string, answer: Partial<DeflateAnswer> = {}) =>
  negotiationFields(
    { protocols: [], extensions: offered },
    { select: 'first', deflate: { ...PLAIN_DEFLATE, ...answer } },
  ).map(([, value]) => value);

describe('the subprotocol of the answer', () => {
  test('is the first offered, another, or none', () => {
    const select = (choice: 'first' | 'none' | { name: string }) =>
      negotiationFields(CHAT, { select: choice, deflate: null });
    expect(select('first')).toEqual([['Sec-WebSocket-Protocol', 'chat']]);
    expect(select({ name: 'soap' })).toEqual([['Sec-WebSocket-Protocol', 'soap']]);
    expect(select('none')).toEqual([]);
  });
  test('is none where none was offered', () =>
    expect(negotiationFields({ protocols: [], extensions: '' }, { select: { name: 'chat' }, deflate: null })).toEqual(
      [],
    ));
});

describe('the extension of the answer', () => {
  test('is none where none was offered, or no such', () => {
    expect(named('')).toEqual([]);
    expect(named('x-foo')).toEqual([]);
  });
  test('drops client_max_window_bits without a value, and sets it where the server wants to (RFC 7692 §7.1.2.2)', () => {
    expect(named('permessage-deflate; client_max_window_bits')).toEqual(['permessage-deflate']);
    expect(named('permessage-deflate; client_max_window_bits', { clientMaxWindowBits: 10 })).toEqual([
      'permessage-deflate; client_max_window_bits=10',
    ]);
  });
  test('declines an offer that it cannot grant, and takes the next (§5.1)', () => {
    expect(named('permessage-deflate', { clientMaxWindowBits: 10 })).toEqual([]);
    expect(named('permessage-deflate; server_max_window_bits=9', { serverMaxWindowBits: 10 })).toEqual([]);
    expect(named('permessage-deflate, permessage-deflate; client_max_window_bits', { clientMaxWindowBits: 8 })).toEqual(
      ['permessage-deflate; client_max_window_bits=8'],
    );
  });
  test('declines an offer that is invalid (§7.1)', () => expect(named('permessage-deflate; foo=1')).toEqual([]));
  test('grants what was asked for', () =>
    expect(named('permessage-deflate; server_no_context_takeover; server_max_window_bits=12')).toEqual([
      'permessage-deflate; server_no_context_takeover; server_max_window_bits=12',
    ]));
});

describe('a constructor throws', () => {
  test.each([
    [['chat', 'chat'], { name: 'chat', twice: true }],
    [['chat', ''], { name: '', twice: false }],
    [['a b'], { name: 'a b', twice: false }],
    [['é'], { name: 'é', twice: false }],
  ])('for %j', (protocols, offending) => expect(offendingProtocol(protocols)).toEqual(offending));
  test('not for tokens that differ, if only in case', () => expect(offendingProtocol(['chat', 'Chat'])).toBeNull());
});

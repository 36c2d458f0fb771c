import { describe, expect, test } from 'vitest';
import { acceptDeflate, type DeflateOffer, readDeflateOffer, readDeflateResponse } from './deflate-negotiation.ts';
import { type Extension, parseExtensions } from './extensions.ts';

function extensions(text: string): readonly Extension[] {
  const result = parseExtensions(text);
  if (result.kind === 'invalid') throw new Error(`${result.found} at ${result.at}`);
  return result.extensions;
}
const first = (text: string): Extension => extensions(text)[0] as Extension;
const offer = (parameters: string): DeflateOffer => {
  const result = readDeflateOffer(first(`permessage-deflate${parameters}`));
  if (result.kind === 'invalid') throw new Error(result.found);
  return result.offer;
};
const answer = (offered: string, response: string) =>
  readDeflateResponse(first(`permessage-deflate${response}`), [offer(offered)]);

const NOTHING: DeflateOffer = {
  serverNoContextTakeover: false,
  clientNoContextTakeover: false,
  serverMaxWindowBits: null,
  clientMaxWindowBits: null,
};

describe('an offer (RFC 7692 §7, §7.1)', () => {
  test.each([
    ['', NOTHING],
    ['; server_no_context_takeover', { ...NOTHING, serverNoContextTakeover: true }],
    ['; client_no_context_takeover', { ...NOTHING, clientNoContextTakeover: true }],
    ['; server_max_window_bits=10', { ...NOTHING, serverMaxWindowBits: 10 }],
    ['; client_max_window_bits', { ...NOTHING, clientMaxWindowBits: 'any' }],
    ['; client_max_window_bits=15', { ...NOTHING, clientMaxWindowBits: 15 }],
    ['; client_max_window_bits="8"', { ...NOTHING, clientMaxWindowBits: 8 }],
  ])('permessage-deflate%s', (text, expected) => {
    expect(offer(text)).toEqual(expected);
  });

  test.each([
    ['a parameter it does not define', '; foo=1', 'foo=1'],
    ['a parameter twice', '; server_max_window_bits=9; server_max_window_bits=9', 'server_max_window_bits=9'],
    ['a flag with a value', '; server_no_context_takeover=1', 'server_no_context_takeover=1'],
    ['a window below 8 (§7.1.2.1)', '; server_max_window_bits=7', 'server_max_window_bits=7'],
    ['a window above 15', '; client_max_window_bits=16', 'client_max_window_bits=16'],
    ['a leading zero', '; server_max_window_bits=08', 'server_max_window_bits=08'],
    ['no server window', '; server_max_window_bits', 'server_max_window_bits'],
  ])('declined: %s', (_, text, found) => {
    expect(readDeflateOffer(first(`permessage-deflate${text}`))).toMatchObject({ kind: 'invalid', found });
  });
});

describe('a response (RFC 7692 §7, §7.1)', () => {
  test('an empty one settles the defaults', () => {
    expect(answer('; client_max_window_bits', '')).toEqual({
      kind: 'agreed',
      parameters: {
        serverNoContextTakeover: false,
        clientNoContextTakeover: false,
        serverMaxWindowBits: 15,
        clientMaxWindowBits: 15,
      },
    });
  });

  test.each([
    ['the server may limit itself unasked (§7.1.2.1)', '', '; server_max_window_bits=8'],
    ['and forbid itself context takeover unasked (§7.1.1.1)', '', '; server_no_context_takeover'],
    ['and the client too (§7.1.1.2)', '', '; client_no_context_takeover'],
    ['a hint may be ignored (§7.1.1.2)', '; client_no_context_takeover', ''],
    ['a smaller server window than asked', '; server_max_window_bits=10', '; server_max_window_bits=9'],
    [
      'any client window, if offered without a value (§7.1.2.2)',
      '; client_max_window_bits',
      '; client_max_window_bits=15',
    ],
    ['a client window offered with a value may be ignored', '; client_max_window_bits=10', ''],
  ])('agreed: %s', (_, offered, response) => {
    expect(answer(offered, response).kind).toBe('agreed');
  });

  test.each([
    ['a client window that was not offered (§7.1.2.2)', '', '; client_max_window_bits=10', 'client_max_window_bits=10'],
    [
      'a client window above the offered value',
      '; client_max_window_bits=10',
      '; client_max_window_bits=11',
      'client_max_window_bits=11',
    ],
    [
      'a client window without a value',
      '; client_max_window_bits',
      '; client_max_window_bits',
      'client_max_window_bits',
    ],
    [
      'a server window above the one asked (§7.1.2.1)',
      '; server_max_window_bits=10',
      '; server_max_window_bits=11',
      'server_max_window_bits=11',
    ],
    ['no server window where one was asked', '; server_max_window_bits=10', '', 'nothing'],
    ['context takeover where none was asked (§7.1.1.1)', '; server_no_context_takeover', '', 'nothing'],
    ['an unknown parameter', '', '; foo=1', 'foo=1'],
  ])('the client fails: %s', (_, offered, response, found) => {
    expect(answer(offered, response)).toMatchObject({ kind: 'invalid', found });
  });

  test('it need fit only one of several offers', () => {
    const offers = [offer('; server_max_window_bits=10'), offer('')];
    expect(readDeflateResponse(first('permessage-deflate'), offers).kind).toBe('agreed');
    expect(readDeflateResponse(first('permessage-deflate'), []).kind).toBe('invalid');
  });
});

describe('accepting', () => {
  test.each([
    ['permessage-deflate', 'permessage-deflate'],
    ['permessage-deflate; client_max_window_bits', 'permessage-deflate'],
    [
      'permessage-deflate; client_max_window_bits=10; server_max_window_bits=9',
      'permessage-deflate; client_max_window_bits=10; server_max_window_bits=9',
    ],
    [
      'x-foo, permessage-deflate; foo=1, permessage-deflate; server_no_context_takeover',
      'permessage-deflate; server_no_context_takeover',
    ],
  ])('%s → %s, which the client then agrees to', (offered, response) => {
    const accepted = acceptDeflate(extensions(offered));
    expect(accepted?.response).toBe(response);
    const offers = extensions(offered).flatMap((extension) => {
      const read = readDeflateOffer(extension);
      return read.kind === 'offer' && extension.name === 'permessage-deflate' ? [read.offer] : [];
    });
    expect(readDeflateResponse(first(response), offers)).toEqual({ kind: 'agreed', parameters: accepted?.parameters });
  });

  test('every offer invalid: decline, which is not failing', () => {
    expect(acceptDeflate(extensions('permessage-deflate; foo=1, x-foo'))).toBeNull();
  });
});

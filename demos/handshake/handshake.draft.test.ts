import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { RAW_LIMIT } from '#demos/capture/side-channel.ts';
import { latin1Decode } from '#demos/protocol/bytes.ts';
import { HANDSHAKE_FAULTS } from '#demos/protocol/faults-handshake.ts';
import { draftBytes, draftProblem, fromDraft, toDraft, withAcceptPlace } from './handshake.draft.ts';

const RESPONSE =
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n';

describe('a head as a draft', () => {
  it('has a line break for each CR LF, and no empty line', () =>
    expect(toDraft('GET / HTTP/1.1\r\nHost: h\r\n\r\n')).toBe('GET / HTTP/1.1\nHost: h\n'));

  it('writes a bare LF out as \\n before the line break', () =>
    expect(toDraft('GET / HTTP/1.1\nHost: h\r\n\r\n')).toBe('GET / HTTP/1.1\\n\nHost: h\n'));

  it('ends as the head ended: an empty line of LF alone is written out too', () =>
    expect(toDraft('GET / HTTP/1.1\nHost: h\n\n')).toBe('GET / HTTP/1.1\\n\nHost: h\\n\n\\n\n'));
});

describe('a draft as a head', () => {
  it('ends every line with CR LF and adds the empty line', () =>
    expect(fromDraft('GET / HTTP/1.1\nHost: h')).toBe('GET / HTTP/1.1\r\nHost: h\r\n\r\n'));

  it('adds one empty line however many the draft ends with', () =>
    expect(fromDraft('GET / HTTP/1.1\nHost: h\n\n\n')).toBe('GET / HTTP/1.1\r\nHost: h\r\n\r\n'));

  it('takes CR LF and CR from a text field as line breaks', () =>
    expect(fromDraft('a\r\nb\rc\n')).toBe('a\r\nb\r\nc\r\n\r\n'));

  it('keeps an empty line in the middle: what follows it is no head any more', () =>
    expect(fromDraft('a\n\nb')).toBe('a\r\n\r\nb\r\n\r\n'));

  // A line that itself ends with a written \n, or holds a CR, is not told from the notation.
  const line = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 20 })
    .filter((text) => !/[\r\n]/.test(text) && !text.endsWith('\\n'));
  const lineBreak = fc.constantFrom('\r\n', '\n');
  const head = fc
    .tuple(fc.array(fc.tuple(line, lineBreak), { minLength: 1, maxLength: 6 }), lineBreak)
    .map(([lines, end]) => lines.flat().join('') + end);

  it('is the head it was made of', () => {
    fc.assert(
      fc.property(head, (text) => {
        expect(fromDraft(toDraft(text))).toBe(text);
      }),
    );
  });

  it.each(HANDSHAKE_FAULTS.filter(({ id }) => id !== 'response.not-http').map((fault) => [fault.id, fault] as const))(
    'is the broken head of %s, byte for byte',
    (_, { side, apply }) => {
      const good =
        side === 'response'
          ? RESPONSE
          : 'GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n';
      expect(fromDraft(toDraft(apply(good)))).toBe(apply(good));
    },
  );
});

describe('the accept value’s place', () => {
  const DRAFT = toDraft(withAcceptPlace(RESPONSE, 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='));

  it('stands for the value of one connection', () =>
    expect(DRAFT).toBe('HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nSec-WebSocket-Accept: {accept}\n'));

  it('is nowhere in a head without that value', () => {
    expect(withAcceptPlace(RESPONSE, 'AAAALMBiTxaQ9kYGzzhZRbK+xOo=')).toBe(RESPONSE);
    expect(withAcceptPlace(RESPONSE, null)).toBe(RESPONSE);
  });

  it('is given as the offset at which the value goes, and is not sent itself', () => {
    const { bytes, acceptAt } = draftBytes(DRAFT);
    const text = latin1Decode(bytes);
    expect(acceptAt).toBe(76);
    expect(text.slice(0, 76).endsWith('Sec-WebSocket-Accept: ')).toBe(true);
    expect(text.slice(76)).toBe('\r\n\r\n');
    expect(`${text.slice(0, 76)}s3pPLMBiTxaQ9kYGzzhZRbK+xOo=${text.slice(76)}`).toBe(RESPONSE);
  });

  it('counts bytes, not characters: é is two', () => expect(draftBytes('é{accept}').acceptAt).toBe(2));

  it('is null in a draft without it', () => expect(draftBytes('HTTP/1.1 101').acceptAt).toBeNull());

  it('divides the bytes wherever it stands', () => {
    const text = fc.string({ unit: 'binary', maxLength: 30 }).filter((each) => !/[{}\\\r\n]/.test(each));
    fc.assert(
      fc.property(text, text, (before, rest) => {
        const { bytes, acceptAt } = draftBytes(`${before}{accept}${rest}`);
        expect(bytes).toEqual(draftBytes(`${before}${rest}`).bytes);
        expect(bytes.slice(0, acceptAt ?? -1)).toEqual(new Uint8Array(new TextEncoder().encode(before)));
      }),
    );
  });
});

describe('what is too large to send', () => {
  afterEach(() => void vi.restoreAllMocks());

  /** A draft whose head has this many bytes: CR LF CR LF is added. */
  const draftOf = (bytes: number, unit = 'x'): string =>
    unit.repeat(Math.floor((bytes - 4) / new TextEncoder().encode(unit).length));

  it('is not 65,536 bytes, and is 65,537', () => {
    expect(RAW_LIMIT).toBe(65_536);
    expect(draftBytes(draftOf(65_536)).bytes.length).toBe(65_536);
    expect(draftProblem(draftOf(65_536))).toBeNull();
    expect(draftProblem(draftOf(65_537))).toEqual({
      rule: 'raw.too-large',
      found: '65,537 bytes',
      expected: 'at most 65,536 bytes',
    });
  });

  it('is counted in bytes: 32,766 é and CR LF CR LF are the most', () => {
    expect(draftProblem(draftOf(65_536, 'é'))).toBeNull();
    expect(draftProblem(`${draftOf(65_536, 'é')}x`)?.found).toBe('65,537 bytes');
  });

  it('is counted as it is sent: a bare LF is one byte, the place for the accept value none', () => {
    expect(draftProblem(`{accept}${draftOf(65_536)}`)).toBeNull();
    expect(draftProblem(`${'a\\n\n'.repeat(32_765)}xx`)).toBeNull();
    expect(draftProblem(`${'a\\n\n'.repeat(32_765)}xxx`)?.found).toBe('65,537 bytes');
  });

  it('is refused without being encoded when it is a paste of 10 MB', () => {
    const encode = vi.spyOn(TextEncoder.prototype, 'encode');
    expect(draftProblem('x'.repeat(10_000_000))).toEqual({
      rule: 'raw.too-large',
      found: '10,000,000 bytes',
      expected: 'at most 65,536 bytes',
    });
    expect(encode).not.toHaveBeenCalled();
  });
});

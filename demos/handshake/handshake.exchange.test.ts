import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordedCapture } from '#demos/capture/recording.ts';
import { concat, latin1Decode } from '#demos/protocol/bytes.ts';
import type { Exchange } from './handshake.exchange.ts';
import { recordedStory } from './handshake.recorded.ts';
import { answered, REQUEST, RESPONSE, sent, storyFrom } from './test-stories.ts';

const recording = readFileSync(new URL('../../content/captures/handshake.json', import.meta.url), 'utf8');
const requestOf = (text: string) => part(storyFrom(sent(text)).analysis.exchange, 'request');

function part(exchange: Exchange, side: 'request' | 'response') {
  const found = exchange[side];
  if (!found) throw new Error(`no ${side} in the capture`);
  return found;
}

describe('the lines of a head', () => {
  const { request } = recordedStory(recordedCapture(recording)).analysis.exchange;

  it('are named by their fields, in lower case', () =>
    expect(requestOf(REQUEST).lines.map(({ id }) => id)).toEqual([
      'start',
      'host',
      'upgrade',
      'connection',
      'sec-websocket-key',
      'origin',
      'sec-websocket-version',
    ]));

  it('have a number where a field stands twice', () =>
    expect(
      requestOf(REQUEST.replace('Origin:', 'sec-websocket-key: x\nOrigin:'))
        .lines.map(({ id }) => id)
        .slice(4, 6),
    ).toEqual(['sec-websocket-key', 'sec-websocket-key#2']));

  it('know where their values begin', () =>
    expect(
      requestOf(REQUEST)
        .lines.map(({ text, valueAt }) => [text.slice(0, valueAt), text.slice(valueAt)])
        .slice(0, 3),
    ).toEqual([
      ['', 'GET /chat HTTP/1.1'],
      ['Host: ', 'server.example.com'],
      ['Upgrade: ', 'websocket'],
    ]));

  it('show control characters as escapes, and the value still begins where it begins', () => {
    const { text, valueAt } =
      requestOf(REQUEST.replace('Host: ', 'Host:\t')).lines.find(({ id }) => id === 'host') ?? {};
    expect(text).toBe('Host:\\x09server.example.com');
    expect(text?.slice(valueAt)).toBe('server.example.com');
  });

  it('say which of them hide something', () =>
    expect(request?.lines.filter(({ redacted }) => redacted).map(({ id }) => id)).toEqual(['start']));

  it('show bytes that no parser reads as well', () => {
    const { response } = storyFrom(sent(REQUEST), answered('SSH-2.0-OpenSSH_9.2\n\n')).analysis.exchange;
    expect(response?.head).toBeUndefined();
    expect(response?.lines.map(({ id, text }) => [id, text])).toEqual([['start', 'SSH-2.0-OpenSSH_9.2']]);
    expect(response?.violations.map(({ rule }) => rule)).toEqual(['http.not-http']);
  });
});

describe('the lines of any head', () => {
  const line = fc.oneof(
    fc.constantFrom(
      'Host: h',
      'Host:h',
      'Host:\th',
      'start: x',
      'Start: y',
      'line#2: z',
      'host#2: h',
      ' folded',
      'no colon',
    ),
    fc.string({ maxLength: 12 }).filter((text) => !/[\r\n]/.test(text)),
  );
  const heads = fc
    .tuple(fc.array(line, { maxLength: 8 }), fc.constantFrom('\n', '\r\n'))
    .map(([lines, end]) => `GET / HTTP/1.1\r\n${lines.map((each) => each + end).join('')}\r\n`);

  // Lines are told apart by their ids: on screen, in links, and in what is lit.
  it('have ids of their own', () => {
    fc.assert(
      fc.property(heads, (text) => {
        const { request } = storyFrom(sent(text.replaceAll('\r\n', '\n'))).analysis.exchange;
        const ids = request?.lines.map(({ id }) => id) ?? [];
        expect(new Set(ids).size, ids.join(' ')).toBe(ids.length);
      }),
      { numRuns: 400 },
    );
  });

  it('are its bytes, in their places, the empty line left out', () => {
    fc.assert(
      fc.property(heads, (text) => {
        const { request } = storyFrom(sent(text.replaceAll('\r\n', '\n'))).analysis.exchange;
        if (!request) return;
        for (const { offset, bytes } of request.lines)
          expect(bytes).toEqual(request.bytes.subarray(offset, offset + bytes.length));
        const shown = latin1Decode(concat(...request.lines.map(({ bytes }) => bytes)));
        expect(shown.replace(/[ \t]/g, '')).toBe(
          latin1Decode(request.bytes)
            .replace(/[ \t]/g, '')
            .replace(/(?<=\n)\r?\n/g, ''),
        );
      }),
    );
  });
});

describe('the wire', () => {
  it('is read only as far as the heads reach; what follows is frames', () => {
    const { exchange } = storyFrom(sent(REQUEST), answered(`${RESPONSE}\x81\x05Hello`)).analysis;
    expect(exchange.response?.bytes).toHaveLength(129);
    expect(exchange.frames.map(({ bytes }) => latin1Decode(bytes))).toEqual(['\x81\x05Hello']);
  });

  it('ends by whoever ended it first', () => {
    const { end } = storyFrom(sent(REQUEST), { kind: 'fin', direction: 'client-to-server' }, { kind: 'closed' })
      .analysis.exchange;
    expect(end).toEqual({ at: 2, how: 'fin', by: 'client' });
  });
});

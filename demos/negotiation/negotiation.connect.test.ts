import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { negotiationTexts as texts } from '#content/figures/en/negotiation.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { connectNegotiation } from './negotiation.connect.ts';
import { recordedStories } from './negotiation.recorded.ts';
import { RUN_IDS, type RunId } from './negotiation.runs.ts';
import type { PartId } from './negotiation.texts.ts';

const capture = recordedCapture(
  readFileSync(new URL('../../content/captures/negotiation.json', import.meta.url), 'utf8'),
);
const stories = recordedStories(capture);
const view = (run: RunId, index = stories[run].moments.length - 1, selected: PartId | null = null) =>
  connectNegotiation(
    stories[run],
    { index, selected, source: 'recorded', madeWith: { Chromium: '156.0.1', ws: '8.23.0' } },
    texts,
  );

describe('what the figure shows', () => {
  test('of the offer is the call, the lines sent, and those that were not', () => {
    const { call, offer } = view('chat-chosen');
    expect(call).toBe('new WebSocket(url, ["chat"])');
    expect(offer.lines).toEqual([
      { name: 'Sec-WebSocket-Protocol', value: 'chat', topic: 'protocol' },
      { name: 'Sec-WebSocket-Extensions', value: 'permessage-deflate; client_max_window_bits', topic: 'extension' },
    ]);
    expect(view('deflate').call).toBe('new WebSocket(url)');
    expect(view('deflate').offer.lines[0]).toEqual({ name: 'Sec-WebSocket-Protocol', value: null, topic: 'protocol' });
  });

  test('is as much as has passed by the step', () => {
    expect([0, 1, 2].map((index) => [view('chat-none', index).answer.seen, view('chat-none', index).over])).toEqual([
      [false, false],
      [true, false],
      [true, true],
    ]);
    expect(view('chat-none', 2).trail).toEqual(['offering', 'answered', 'failed']);
  });

  test('of the verdicts is the RFC’s, the browser’s and ws’s: of one not chosen the last two are stricter', () =>
    expect(view('chat-none').verdicts.map(({ who, accepts }) => [who, accepts])).toEqual([
      ['the RFC', true],
      ['Chromium 156', false],
      ['ws 8.23.0 as client', false],
    ]));

  test('says where the browser and the RFC differ: of these cases in one', () =>
    expect(RUN_IDS.filter((run) => view(run).differ)).toEqual(['chat-none']));

  test('says what ws says, and what was found and expected', () => {
    const [rfc, , ws] = view('not-offered').verdicts;
    expect(rfc?.because).toMatchObject({ found: 'soap', expected: 'none, or one of those offered: chat' });
    expect(ws?.says).toBe('fails the connection: `Server sent an invalid subprotocol`.');
  });

  test('of what is agreed is memory by zlib’s formula, for each end and direction', () =>
    expect(view('small-windows').agreed.map(({ label, up, down }) => [label, up, down])).toEqual([
      ['subprotocol', 'none: `protocol` is empty', undefined],
      ['context', 'kept from message to message', 'kept from message to message'],
      ['window', '10 bits: 1 KiB', '10 bits: 1 KiB'],
      ['client keeps', '132 KiB to compress', '8 KiB to inflate'],
      ['server keeps', '8 KiB to inflate', '132 KiB to compress'],
      ['“Hello”', '← 9 bytes: `c1 07 f2 48 cd c9 c9 07 00`', undefined],
      ['“Hello” again', '← 7 bytes: `c1 05 f2 00 11 00 00`', undefined],
    ]));

  test('without takeover, the second message is as long as the first (RFC 7692 §7.2.3.2)', () => {
    const [first, second] = view('deflate-takeover').agreed.slice(-2);
    expect(second?.up).toBe(first?.up);
  });

  test('is explained by the step, or by the part selected', () => {
    expect(view('deflate').explanation).toBe(texts.states['agreed.compressed']);
    expect(view('deflate', 0, 'verdict').explanation).toBe(texts.parts.verdict);
  });
});

test('each case is recorded, ends, and has words for every state that it passes', () => {
  for (const run of RUN_IDS)
    for (const [index] of stories[run].moments.entries()) expect(view(run, index).explanation.says).not.toBe('');
  expect(RUN_IDS.map((run) => stories[run].moments.at(-1)?.state)).toEqual([
    'agreed.plain',
    'failed',
    'failed',
    'agreed.plain',
    'declined',
    'agreed.compressed',
    'agreed.compressed',
    'agreed.compressed',
    'failed',
  ]);
});

test('there is no step that did not happen', () => expect(() => view('deflate', 3)).toThrow(RangeError));

test('a recording of other cases is our own mistake', () =>
  expect(() => recordedStories({ ...capture, events: [] })).toThrow(TypeError));

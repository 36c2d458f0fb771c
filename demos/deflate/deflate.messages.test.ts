import { describe, expect, test } from 'vitest';
import recording from '#content/captures/deflate.json?raw';
import { deflateTexts } from '#content/figures/en/deflate.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { fromHex, toHex, utf8DecodeLenient, utf8Encode } from '#demos/protocol/bytes.ts';
import { benchAt } from './deflate.bench.ts';
import { readHash } from './deflate.hash.ts';
import { conversationsOf } from './deflate.messages.ts';
import { packed, unpacked } from './deflate.packed.ts';
import { stepOfPart } from './deflate.parts.ts';
import { readScene } from './deflate.read.ts';
import { RUNS } from './deflate.runs.ts';
import { nthOf, windowBefore } from './deflate.talk.ts';
import { tellTalk } from './deflate.tell-talk.ts';

const conversations = conversationsOf(recordedCapture(recording));
const [takeover, without] = conversations;
if (!takeover || !without) throw new TypeError('the recording holds two connections');

describe('the recording', () => {
  test('holds “Hello” twice each way, as RFC 7692 §7.2.3 prints it', () =>
    expect(takeover.messages.slice(0, 4).map(({ direction, payload }) => `${direction[0]} ${toHex(payload)}`)).toEqual([
      'c f2 48 cd c9 c9 07 00',
      's f2 48 cd c9 c9 07 00',
      'c f2 00 11 00 00',
      's f2 00 11 00 00',
    ]));

  test('has RSV1 set on every first frame (RFC 7692 §6)', () => {
    for (const { headers } of conversations.flatMap(({ messages }) => messages))
      expect((headers[0] ?? 0) & 0x40).toBe(0x40);
  });

  test('without context takeover says “Hello” in seven bytes each time', () =>
    expect(without.messages.map(({ payload }) => payload.length)).toEqual([7, 7, 7, 7]));

  test('says the same both ways, though the two ends compress otherwise', () => {
    for (const { messages } of conversations)
      for (let i = 0; i < messages.length; i += 2)
        expect(toHex(messages[i]?.output ?? new Uint8Array())).toBe(toHex(messages[i + 1]?.output ?? new Uint8Array()));
    expect(takeover.messages[4]?.payload.length).not.toBe(takeover.messages[5]?.payload.length);
  });

  test('is sent with a page as hex, and comes out of it as it was', () =>
    expect(unpacked(packed(conversations))).toEqual(conversations));

  test('has a block of each kind that its runs speak of', () => {
    const bench = (name: string) => {
      const run = RUNS[name];
      if (!run) throw new TypeError(name);
      if (run.kind === 'bench') return run.bench;
      const conversation = conversations[run.connection];
      const index = conversation && nthOf(conversation, run.direction, run.nth);
      if (!conversation || index === undefined) throw new TypeError(`${name} is not in the recording`);
      return benchAt({ conversation, index });
    };
    const read = (name: string) => {
      const { blocks, end, output } = readScene(bench(name));
      return `${blocks[0]?.kind} ${end} ${utf8DecodeLenient(output).slice(0, 10)}`;
    };
    expect(Object.fromEntries(Object.keys(RUNS).map((name) => [name, read(name)]))).toEqual({
      hello: 'fixed done Hello',
      'hello-again': 'fixed done Hello',
      'no-takeover': 'fixed done Hello',
      stored: 'stored done Hello',
      dynamic: 'dynamic done {"sha512":',
      malformed: 'fixed failed H',
    });
  });
});

describe('the window before a message', () => {
  test('is what the same end said before, and nothing without context takeover', () => {
    expect(utf8DecodeLenient(windowBefore(takeover, 'client-to-server', 2))).toBe('Hello');
    expect(windowBefore(takeover, 'client-to-server', 0)).toHaveLength(0);
    expect(windowBefore(without, 'client-to-server', 2)).toHaveLength(0);
  });

  test('is no longer than was agreed (RFC 7692 §7.1.2)', () => {
    const terms = { takeover: true, windowBits: 9 };
    const output = utf8Encode('x'.repeat(600));
    const message = {
      direction: 'client-to-server',
      headers: output,
      payload: output,
      compressed: true,
      output,
    } as const;
    const small = { ...takeover, terms: { ...takeover.terms, 'client-to-server': terms }, messages: [message] };
    expect(windowBefore(small, 'client-to-server', 1)).toHaveLength(512);
  });
});

test('the list sets both ways side by side, and sums what passed', () =>
  expect(tellTalk(without, deflateTexts)).toMatchObject({
    agreed: 'permessage-deflate; server_no_context_takeover; client_no_context_takeover',
    rows: [
      {
        text: 'Hello',
        ways: [
          { index: 0, cost: '5 → 7 B' },
          { index: 1, hex: 'c1 07' },
        ],
      },
      { text: 'Hello' },
    ],
    sums: ['10 → 26 B', '10 → 18 B'],
    memory: expect.stringContaining('256 KiB'),
  }));

test.each([
  ['block-header', 0],
  ['literal', 1],
  ['pair', 2],
  ['window', 2],
  ['end-of-block', 3],
  ['tail', 5],
] as const)('the word %s leads to step %i of the second “Hello”', (part, step) =>
  expect(stepOfPart(part, readScene(benchAt({ conversation: takeover, index: 2 })))).toBe(step),
);

test('a first message refers to no window', () =>
  expect(stepOfPart('window', readScene(benchAt({ conversation: takeover, index: 0 })))).toBeNull());

describe('a link', () => {
  test('carries bytes of the reader’s own, their window and its size', () =>
    expect(readHash(new URLSearchParams('hex=f200110000&window=48656c6c6f&bits=9&step=2'))).toEqual({
      bench: { payload: fromHex('f200110000'), window: utf8Encode('Hello'), windowBits: 9 },
      step: 2,
    }));

  test('that makes no sense says nothing', () =>
    expect(readHash(new URLSearchParams('hex=zz&message=-1&step=x&source=nobody&bits=99'))).toEqual({}));
});

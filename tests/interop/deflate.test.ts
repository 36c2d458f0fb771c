import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import recording from '#content/captures/deflate.json?raw';
import type { CaptureEvent, Direction } from '#demos/capture/capture.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { PATHS } from '#demos/capture/side-channel.ts';
import { benchAt } from '#demos/deflate/deflate.bench.ts';
import { queryOf } from '#demos/deflate/deflate.live.ts';
import { conversationsOf } from '#demos/deflate/deflate.messages.ts';
import { converseModel } from '#demos/deflate/deflate.model.ts';
import { readScene } from '#demos/deflate/deflate.read.ts';
import { type Settings, USUAL } from '#demos/deflate/deflate.settings.ts';
import type { Conversation } from '#demos/deflate/deflate.talk.ts';
import { toHex, utf8DecodeLenient } from '#demos/protocol/bytes.ts';
import { type BrowserLink, createBrowserLink } from './browser-link.ts';

const TRADE = '{"type":"trade","symbol":"ACME","price":187.42,"size":100}';
const SCRIPT = ['Hello', 'Hello', TRADE, TRADE, 'aaaaaaaaaaaaaaaa'];
const WITHOUT: Settings = { ...USUAL, takeover: false };

let browser: BrowserLink;
beforeAll(async () => {
  browser = await createBrowserLink();
}, 60_000);
afterAll(() => browser.close());

const count = (events: readonly CaptureEvent[]): number => conversationsOf({ events })[0]?.messages.length ?? 0;

/** The script said through a real Chromium to the real ws. */
async function live(settings: Settings, texts: readonly string[]): Promise<Conversation> {
  await browser.open({ path: PATHS.negotiate });
  await browser.do({ kind: 'connect', query: queryOf(settings) });
  await browser.until((events) =>
    events.some((event) => event.kind === 'script' && 'on' in event.script && event.script.on === 'open'),
  );
  for (const [i, data] of texts.entries()) {
    await browser.do({ kind: 'send', data });
    await browser.until((events) => count(events) === 2 * (i + 1));
  }
  return only(conversationsOf({ events: await browser.events() }));
}

/** The script said by two ends of the page. */
function modelled(settings: Settings, texts: readonly string[]): Conversation {
  let all: readonly Conversation[] = [];
  const nothing = (): void => {};
  const talked = (conversations: readonly Conversation[]): void => {
    all = conversations;
  };
  const listener = { opened: nothing, ended: nothing, refused: nothing, lost: nothing, talked };
  const conversing = converseModel(settings, listener, (length) => new Uint8Array(length));
  for (const text of texts) conversing.send(text);
  return only(all);
}

function only(conversations: readonly Conversation[]): Conversation {
  const [first] = conversations;
  if (!first) throw new Error('no compression was agreed on');
  return first;
}

const numbers = (conversation: Conversation, direction: Direction): readonly number[] =>
  conversation.messages.flatMap((each, index) => (each.direction === direction ? [index] : []));

/** What each message says and how it is made, without masking keys and times. */
const story = (conversation: Conversation, direction: Direction): readonly string[] =>
  numbers(conversation, direction).map((index) => {
    const { pieces, end, output } = readScene(benchAt({ conversation, index }));
    const made = pieces.map((piece) =>
      piece.kind === 'copy' ? `${piece.length}←${piece.distance}` : piece.kind === 'literal' ? piece.byte : piece.kind,
    );
    return `${utf8DecodeLenient(output)} ${end}: ${made.join(' ')}`;
  });
const payloads = (conversation: Conversation, direction: Direction): readonly string[] =>
  numbers(conversation, direction).map((index) => toHex(conversation.messages[index]?.payload ?? new Uint8Array()));

const UP = 'client-to-server';
const DOWN = 'server-to-client';

/** What Chromium's zlib finds is its own affair: it is compared at the same major version only. */
const sameBrowser = (): boolean =>
  Number.parseInt(browser.version, 10) === Number.parseInt(recordedCapture(recording).madeWith['Chromium'] ?? '', 10);

describe.each([
  ['with context takeover', USUAL, 0],
  ['without', WITHOUT, 1],
] as const)('the same script, %s', (_, settings, recorded) => {
  const texts = settings.takeover ? SCRIPT : SCRIPT.slice(0, 2);
  const kept = conversationsOf(recordedCapture(recording))[recorded];
  if (!kept) throw new TypeError('the recording lacks a connection');
  const first: Conversation = { ...kept, messages: kept.messages.slice(0, texts.length * 2) };
  let now: Conversation;
  beforeAll(async () => {
    now = await live(settings, texts);
  }, 60_000);
  const model = modelled(settings, texts);

  test('agrees on the same', () => {
    expect(now.terms).toEqual(first.terms);
    expect(model.terms[UP]).toMatchObject(first.terms[UP]);
    expect(model.agreed).toBe(first.agreed);
    expect(now.agreed).toBe(first.agreed);
  });

  test('tells the same story live as recorded, both ways', () => {
    expect(story(now, DOWN)).toEqual(story(first, DOWN));
    if (sameBrowser()) expect(story(now, UP)).toEqual(story(first, UP));
  });

  // ws compresses with Node's zlib, and so does the model: byte for byte.
  test('is sent by the server as the model sends it', () => expect(payloads(model, DOWN)).toEqual(payloads(now, DOWN)));

  // Chromium's zlib is its own. It finds other copies in the longer text, and the same in these.
  test('is sent by Chromium as the model sends it, but for what its own zlib finds in the longer text', () => {
    const same = (hexes: readonly string[]): readonly string[] => hexes.filter((_hex, i) => texts[i] !== TRADE);
    expect(same(payloads(now, UP))).toEqual(same(payloads(model, UP)));
    if (settings.takeover && sameBrowser()) expect(payloads(now, UP)[2]).not.toBe(payloads(model, UP)[2]);
  });

  test('is given to script as it was said', () => {
    for (const conversation of [now, first, model])
      for (const way of [UP, DOWN] as const)
        expect(
          numbers(conversation, way).map((i) =>
            utf8DecodeLenient(conversation.messages[i]?.output ?? new Uint8Array()),
          ),
        ).toEqual(texts);
  });
});

test.each([9, 12])(
  'a window of %i bits is agreed on by Chromium and ws, and kept to by both',
  async (windowBits) => {
    const long = Array.from({ length: 40 }, (_, i) => `${i * 7919} ${TRADE.slice(i % 20)}`).join('');
    const conversation = await live({ ...USUAL, windowBits }, [long, long]);
    expect(conversation.terms).toEqual({
      [UP]: { takeover: true, windowBits },
      [DOWN]: { takeover: true, windowBits },
    });
    for (const index of conversation.messages.keys()) {
      const { end, fault, pieces } = readScene(benchAt({ conversation, index }));
      expect(fault).toBeNull();
      expect(end).toBe('done');
      for (const piece of pieces)
        if (piece.kind === 'copy') expect(piece.distance).toBeLessThanOrEqual(1 << windowBits);
    }
  },
  60_000,
);

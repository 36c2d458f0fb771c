import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { scoreTexts as texts } from '#content/figures/en/score.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { fromHex, toHex } from '#demos/protocol/bytes.ts';
import { recordedStory } from './handshake.recorded.ts';
import { type ScoreRecorded, scoreView } from './handshake.score.ts';
import { answered, captureOf, modelCapture, REQUEST, RESPONSE, sent, told } from './test-stories.ts';

const capture = recordedCapture(
  readFileSync(new URL('../../content/captures/handshake.json', import.meta.url), 'utf8'),
);
const { exchange } = recordedStory(capture).analysis;
const recorded: ScoreRecorded = { exchange, source: 'recorded', madeWith: capture.madeWith };
const live: ScoreRecorded = { ...recorded, source: 'live', madeWith: { Chromium: '156', ws: '8.23.0' } };

const view = scoreView(recorded, texts);
const worded = (from: ScoreRecorded) => {
  const { wording, headlines, captions } = scoreView(from, texts);
  const headline = headlines.find(({ source }) => source === wording);
  const { lead, text } = captions.find(({ source }) => source === wording) ?? { lead: '', text: '' };
  return {
    headline: headline ? Object.values(headline).slice(1).join('') : '',
    caption: `${lead} ${text}`,
  };
};

describe('the headline', () => {
  it('counts the bytes of both heads', () => {
    for (const { up, down } of view.headlines) {
      expect(up).toBe(`${exchange.request?.bytes.length} bytes`);
      expect(down).toBe(`${exchange.response?.bytes.length} back`);
    }
  });

  it('speaks of the reader’s browser when the bytes are the reader’s', () =>
    expect(worded(live)).toEqual({
      headline: expect.stringMatching(
        new RegExp(
          `^Your browser just sent ${exchange.request?.bytes.length} bytes of HTTP and got ${exchange.response?.bytes.length} back\\.`,
        ),
      ),
      caption: expect.stringMatching(/^These bytes are yours\./),
    }));

  it('names the browser that was recorded when they are not', () =>
    expect(worded(recorded)).toEqual({
      headline: expect.stringMatching(
        new RegExp(
          `^Chromium sent ${exchange.request?.bytes.length} bytes of HTTP and got ${exchange.response?.bytes.length} back\\.`,
        ),
      ),
      caption: expect.stringMatching(/^These bytes were recorded\./),
    }));

  it('never calls a model’s bytes the reader’s', () =>
    expect(worded({ ...recorded, source: 'model' }).headline).not.toContain('Your'));

  it('leaves no placeholder', () => {
    for (const { before, up, between, down, after } of view.headlines)
      expect(before + up + between + down + after).not.toMatch(/[{}]/);
  });
});

describe('the heads', () => {
  it('have all their lines, in order, at their offsets', () => {
    for (const side of ['request', 'response'] as const) {
      expect(view[side].lines.map(({ name, value }) => name + value)).toEqual(
        exchange[side]?.lines.map(({ text }) => text),
      );
      expect(view[side].lines.map(({ offset }) => Number.parseInt(offset, 16))).toEqual(
        exchange[side]?.lines.map(({ offset }) => offset),
      );
    }
  });

  it('have a note at each line the handshake is made of, and at no other', () =>
    expect(view.request.lines.filter(({ note }) => note).map(({ ref }) => ref)).toEqual([
      'request/start',
      'request/connection',
      'request/upgrade',
      'request/origin',
      'request/sec-websocket-version',
      'request/sec-websocket-key',
      'request/sec-websocket-extensions',
    ]));

  it('say of a field what it means in that head', () => {
    const note = (side: 'request' | 'response') => view[side].lines.find(({ ref }) => ref.endsWith('/upgrade'))?.note;
    expect([note('request'), note('response')]).toEqual([
      texts.headers['upgrade']?.meaning,
      texts.headers['upgrade']?.inResponse,
    ]);
  });

  it('are counted in their labels', () => {
    expect(view.request.label).toBe(`request, ${exchange.request?.bytes.length} bytes`);
    expect(view.response.label).toBe(`response, ${exchange.response?.bytes.length} bytes`);
  });

  it('accent the key and what it was answered with', () =>
    expect(
      [...view.request.lines, ...view.response.lines].filter(({ accent }) => accent).map(({ ref }) => ref),
    ).toEqual(['request/sec-websocket-key', 'response/sec-websocket-accept']));
});

describe('the frames', () => {
  it('are the greeting and its echo, byte for byte', () => {
    expect(view.frames.map(({ up }) => up)).toEqual([true, false]);
    expect(view.frames.map(({ label }) => label)).toEqual(['frame, 11 bytes', 'frame, 7 bytes']);
    expect(view.frames.map(({ hex }) => toHex(fromHex(hex.join(''))))).toEqual(
      exchange.frames.map(({ bytes }) => toHex(bytes)),
    );
    expect(view.frames[1]?.hex).toEqual(['81', '05', '48', '65', '6c', '6c', '6f']);
  });

  it('wear the colours of their fields, the length read from the frame', () =>
    expect(view.frames[0]?.words.filter(({ tone }) => tone)).toEqual([
      { tone: 't-fin', text: 'last' },
      { tone: 't-op', text: 'text' },
      { tone: 't-len', text: 'masked, 5 long' },
      { tone: 't-key', text: 'key' },
      { tone: 't-pay', text: '“Hello”' },
    ]));

  it('call a Close frame one', () => {
    const story = told(captureOf(sent(REQUEST), answered(`${RESPONSE}\x88\x00`)));
    const { frames } = scoreView({ ...live, exchange: story.analysis.exchange }, texts);
    expect(frames.map(({ words }) => words.map(({ text }) => text).join(''))).toEqual([texts.ui.closeFrame]);
  });
});

it('counts times from the opening of TCP', () => {
  const { exchange: onModel } = told(modelCapture()).analysis;
  const { request, response, frames } = scoreView({ ...recorded, exchange: onModel }, texts);
  const zero = onModel.opened?.at ?? 0;
  expect([request.ms, response.ms, ...frames.map(({ ms }) => ms)]).toEqual(
    [onModel.request?.at, onModel.response?.at, ...onModel.frames.map(({ at }) => at)].map(
      (at) => `${((at ?? 0) - zero).toFixed(2)} ms`,
    ),
  );
});

it('says where HTTP ends, and only where it does', () => {
  expect(view.switched).toBe(true);
  const refused = told(captureOf(sent(REQUEST), answered('HTTP/1.1 403 Forbidden\n\n')));
  expect(scoreView({ ...live, exchange: refused.analysis.exchange }, texts).switched).toBe(false);
});

it('shows what there is of a handshake that has only begun', () => {
  const { exchange: begun } = told(captureOf()).analysis;
  expect(scoreView({ ...live, exchange: begun }, texts)).toMatchObject({
    request: { ms: '', lines: [] },
    response: { ms: '', lines: [] },
    frames: [],
    switched: false,
  });
});

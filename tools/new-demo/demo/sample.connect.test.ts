import { describe, expect, test } from 'vitest';
import { commonWords } from '#content/figures/en/common.ts';
import type { Capture, CaptureEvent } from '#demos/capture/capture.ts';
import { connectSample } from './sample.connect.ts';
import { storyOf } from './sample.story.ts';
import type { SampleTexts } from './sample.texts.ts';

const texts: SampleTexts = {
  ui: { ...commonWords, title: '', chart: '', steps: '', caption: '' },
  moments: { opened: 'opened', bytes: '{length} bytes', fin: 'FIN', rst: 'RST' },
};

const events: readonly CaptureEvent[] = [
  { id: 'server:0', at: 5, connection: 'c', kind: 'opened', local: '127.0.0.1:1', remote: '127.0.0.1:2' },
  {
    id: 'server:1',
    at: 7,
    connection: 'c',
    kind: 'bytes',
    direction: 'client-to-server',
    offset: 0,
    bytes: Uint8Array.of(0x89, 0x80, 0, 0, 0, 0),
  },
  {
    id: 'server:2',
    at: 7.5,
    connection: 'c',
    kind: 'bytes',
    direction: 'server-to-client',
    offset: 0,
    bytes: new Uint8Array(20),
  },
  { id: 'server:3', at: 8, connection: 'other', kind: 'rst', direction: 'client-to-server' },
  { id: 'server:4', at: 9, connection: 'c', kind: 'fin', direction: 'server-to-client' },
];
const capture: Capture = { format: 1, source: 'recorded', madeWith: {}, events };

describe('what the figure shows', () => {
  const view = connectSample(storyOf(capture), 2, texts);

  test('is a row for each moment, in milliseconds from the opening', () =>
    expect(view.rows.map(({ when, arrow, says }) => `${when} ${arrow} ${says}`)).toEqual([
      '0.00  opened',
      '2.00 → 6 bytes',
      '2.50 ← 20 bytes',
      '4.00 ← FIN',
    ]));

  test('is the first bytes of each, and a sign where there are more', () =>
    expect(view.rows.map(({ hex }) => hex)).toEqual(['', '89 80 00 00 00 00', `${'00 '.repeat(16)}…`, '']));

  test('is lit as far as the moment chosen', () => expect(view.trail).toEqual(['waiting', 'open', 'open', 'open']));
});

test('a capture without a connection has no story', () =>
  expect(() => storyOf({ ...capture, events: [] })).toThrow(TypeError));

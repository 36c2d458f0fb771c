import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { closeTexts } from '#content/figures/en/close.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { connectClose, explainPart, saidOf } from './close.connect.ts';
import { recordedStories } from './close.recorded.ts';
import { RECORDED_RUNS } from './close.recording.ts';
import { RUN_IDS } from './close.runs.ts';
import type { Story } from './close.story.ts';
import { PART_IDS, SAID_IDS } from './close.texts.ts';
import { modelStory } from './test-stories.ts';

const file = new URL('../../content/captures/close.json', import.meta.url);
const recording = recordedCapture(readFileSync(file, 'utf8'), 'close');
const recorded = recordedStories(recording);

const atEnd = (story: Story) => connectClose(story, story.length - 1, closeTexts);

describe('what each end knows', () => {
  test('is nothing at first', () => {
    const { saw } = connectClose(recorded.both, 0, closeTexts);
    expect(saw.client).toEqual({ sent: '', received: '', told: '', wasClean: null, origin: null });
    expect(saw.server).toEqual(saw.client);
  });

  test('is in the end the other’s code', () => {
    const { saw } = atEnd(recorded.both);
    expect(saw.client).toEqual({
      sent: 'Close 4002',
      received: 'Close 4001',
      told: 'close 4001',
      wasClean: true,
      origin: 'frame',
    });
    expect(saw.server).toMatchObject({ sent: 'Close 4001', received: 'Close 4002', told: 'close 4002' });
  });

  test('is that a Close has arrived and is not read, while the server does not read', () => {
    const { saw } = connectClose(modelStory('no-answer'), 3, closeTexts);
    expect(saw.server.received).toBe('Close 1000, not read yet');
  });

  test('is that nothing was said, where TCP was cut', () => {
    expect(atEnd(recorded.terminate).saw.client).toEqual({
      sent: 'no Close',
      received: 'no Close',
      told: 'close 1006',
      wasClean: false,
      origin: 'none',
    });
  });
});

test('the rows say each moment to who does not see the picture', () => {
  const said = connectClose(modelStory('code'), 0, closeTexts).rows.map((row) => row.said);
  expect(said.slice(0, 4)).toEqual([
    '0.0, open',
    '2.0, browser: close(4001, "bye")',
    '3.0, → Close 4001',
    '4.0, ← Close 4001',
  ]);
  expect(said.at(-1)).toMatch(/^\d+\.0, browser: close 4001, "bye", wasClean true$/);
});

test('each end’s trail is of its machine’s states, from open on', () => {
  expect(atEnd(recorded.code).trail).toEqual({
    client: ['open', 'closing.closeSent', 'closing.awaitingTcpClose', 'closed.clean'],
    server: ['open.reading', 'closing.closeReceived', 'closing.endingTcp', 'closed.clean'],
  });
});

describe('the explanation', () => {
  const stories = [...RECORDED_RUNS.map((run) => recorded[run]), ...RUN_IDS.map(modelStory)];
  const explained = stories.flatMap((story) =>
    story.map((_, index) => connectClose(story, index, closeTexts).explanation),
  );
  test('leaves nothing to be filled in', () => {
    for (const { title, says } of explained) expect(`${title} ${says}`).not.toMatch(/\{|undefined/);
  });

  test('holds the payload of a Close, unmasked', () => {
    const { explanation } = connectClose(modelStory('code'), 2, closeTexts);
    expect(explanation).toMatchObject({ title: 'The first Close', payload: '0f a1 62 79 65' });
  });

  test('of two that cross is another than of an answer', () => {
    const titles = (story: Story) => story.map((_, i) => connectClose(story, i, closeTexts).explanation.title);
    expect(titles(recorded.both)).toContain('A Close that is no answer');
    expect(titles(recorded.code)).toContain('The answer');
  });

  test('has words for whatever happens, and no others but for what a slow network may do', () => {
    const used = stories.flatMap((story) => story.map((_, i) => saidOf(story, i)));
    expect(SAID_IDS.filter((id) => !used.includes(id))).toEqual(['rst', 'message']);
  });

  test.each(PART_IDS)('of the part "%s" has its source', (part) => {
    expect(explainPart(part, closeTexts).source.section).not.toBe('');
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Capture, CaptureEvent } from '#demos/capture/capture.ts';
import { PEER_PARAM } from '#demos/capture/side-channel.ts';
import { isOpen } from '#demos/close/close.run.ts';
import { RUN_IDS, RUNS, type RunId } from '#demos/close/close.runs.ts';
import { type End, type Story, storyOf } from '#demos/close/close.story.ts';
import { modelStory } from '#demos/close/test-stories.ts';
import { type BrowserLink, createBrowserLink } from './browser-link.ts';

/**
 * The same end, in Chromium against ws and by the model. What may differ: masking keys and times; which end hears of
 * TCP's end first; the reason in which Chromium says what was wrong; and, where ws's program has cut TCP itself, the
 * client's FIN, which nobody is left to read.
 */
let link: BrowserLink;
beforeAll(async () => {
  link = await createBrowserLink();
  await link.open({ realm: 'frame', query: { [PEER_PARAM]: '1' } });
}, 60_000);
afterAll(() => link?.close(), 60_000);

const isOver = (events: readonly CaptureEvent[]): boolean =>
  events.some((event) => event.kind === 'peer' && 'on' in event.peer && event.peer.on === 'close') &&
  events.some(({ kind, ...event }) => {
    if (kind !== 'script' || !('script' in event)) return false;
    const { script } = event;
    return 'on' in script ? script.on === 'close' : script.do === 'leave';
  });

async function liveStory(run: RunId): Promise<Story> {
  await link.clear();
  await link.do({ kind: 'connect' });
  for (const { when, intents } of RUNS[run]) {
    await link.until(
      (events) =>
        isOpen(events) && (when === 'open' || events.some((event) => event.kind === 'peer' && 'do' in event.peer)),
    );
    await link.do(...intents);
  }
  const events = await link.until(isOver);
  const capture: Capture = { format: 1, source: 'live', madeWith: {}, events };
  const story = storyOf(capture);
  if (!story) throw new Error('nothing opened');
  return story;
}

/** The Close frames, each way; what each end was told; how it read `readyState` in the end. */
function outcome(story: Story) {
  const closes = story.flatMap(({ what }) =>
    what.kind === 'frame' ? [`${what.direction} ${what.opcode} ${what.close?.code ?? '–'}`] : [],
  );
  const told = (end: End) =>
    story.flatMap(({ what }) => {
      if (what.kind === 'told' && what.end === end) return [what.told];
      return what.kind === 'closed' && what.end === end ? [`close ${what.code} ${what.wasClean}`] : [];
    });
  const last = story.at(-1);
  return {
    frames: closes.sort(),
    client: told('client'),
    server: told('server'),
    states: [last?.client, last?.server],
    readyState: last?.readyState,
  };
}

describe('in a browser and at ws, as by the model', () => {
  // A minute of waiting was measured once; the model has it from there.
  const runs = RUN_IDS.filter((run) => run !== 'no-answer');

  test.each(runs)(
    '"%s" ends in the same frames and codes',
    async (run) => expect(outcome(await liveStory(run))).toEqual(outcome(modelStory(run))),
    30_000,
  );

  test('two that close at once cross, each time', async () => {
    for (let round = 0; round < 10; round += 1)
      expect(outcome(await liveStory('both'))).toMatchObject({
        client: ['close 4001 true'],
        server: ['close 4002 true'],
      });
  }, 60_000);

  test('what is closed without an answer is closing for as long as anyone cares to look', async () => {
    await link.clear();
    await link.do({ kind: 'connect' });
    await link.until(isOpen);
    await link.do({ kind: 'server', act: { do: 'vanish' } });
    await link.until((events) => events.some((event) => event.kind === 'peer' && 'do' in event.peer));
    await link.do({ kind: 'close', code: 1000 });
    const events = await link.until((all) =>
      all.some((event) => event.kind === 'script' && 'do' in event.script && event.script.do === 'close'),
    );
    expect(events.some((event) => event.kind === 'script' && 'on' in event.script && event.script.on === 'close')).toBe(
      false,
    );
  }, 30_000);
});

import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { recordedCapture } from '#demos/capture/recording.ts';
import { PATHS } from '#demos/capture/side-channel.ts';
import type { Link } from '#demos/link/link.ts';
import { createLiveLink } from '#demos/link/live.ts';
import { type Companion, createCompanion } from '#demos/server/companion.ts';
import { nodePage } from '#tools/node-page.ts';
import { LINKS } from './negotiation.live.ts';
import { recordedStories } from './negotiation.recorded.ts';
import { startRun } from './negotiation.run.ts';
import { RUN_IDS, RUNS, type Setup } from './negotiation.runs.ts';
import type { Story } from './negotiation.story.ts';

/** Three ways to the same story: recorded from Chromium, live between ws and ws, computed by the model. */

const recorded = recordedStories(
  recordedCapture(readFileSync(new URL('../../content/captures/negotiation.json', import.meta.url), 'utf8')),
);

let companion: Companion;
let live: Link;
beforeAll(async () => {
  companion = await createCompanion();
});
beforeEach(() => {
  live = createLiveLink(nodePage(companion), { path: PATHS.negotiate });
});
afterEach(() => live.dispose());
afterAll(() => companion.close());

const told = (link: Link, setup: Setup): Promise<Story> =>
  new Promise((resolve, reject) => {
    startRun(link, setup, {
      story: (story, settled) => settled && resolve(story),
      refused: ({ rule, found, expected }) => reject(new Error(`${rule}: found ${found}, expected ${expected}`)),
      lost: (isLost) => isLost && reject(new Error('the companion went away')),
    });
  });

/**
 * What must be the same. What differs: times; the request's target, and its other fields, which are each client's own;
 * the order of its lines, and the space after a comma; the parameters in `extensions`, which ws leaves out; and the echoes, of which the model has none.
 */
const same = ({ protocols, request, response, told: by, verdicts, agreement, moments }: Story) => ({
  protocols,
  offers: request?.lines.map(({ name, value }) => `${name}: ${value.replaceAll(', ', ',')}`).toSorted(),
  response,
  by: by.kind === 'opened' ? { ...by, extensions: by.extensions.split(';')[0] } : by,
  verdicts,
  agreement,
  states: moments.map(({ state }) => state),
});

describe('a negotiation', () => {
  it.each(RUN_IDS)('%s is the same recorded, live and on the model', async (run) => {
    const stories = [recorded[run], await told(live, RUNS[run]), await told(LINKS.model(), RUNS[run])].map(same);
    const [first, ...others] = stories;
    for (const other of others) expect(other).toEqual(first);
  });

  it.each(RUN_IDS)('%s is echoed live as it was when it was recorded', async (run) =>
    expect((await told(live, RUNS[run])).echoes).toEqual(recorded[run].echoes),
  );

  it('is thrown out by the constructor before anything is sent, live and on the model', async () => {
    const setup = { ...RUNS.declined, protocols: 'chat, chat' };
    for (const link of [live, LINKS.model()]) {
      const story = await told(link, setup);
      expect(story).toMatchObject({ request: null, response: null, told: { kind: 'threw', name: 'SyntaxError' } });
      expect(story.moments.map(({ state }) => state)).toEqual(['offering', 'failed']);
    }
  });

  it.each([
    ['an extension that was not offered', 'Sec-WebSocket-Extensions: x-foo', 'failed'],
    ['a window of 7 bits', 'Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=7', 'failed'],
    ['a subprotocol where none was offered', 'Sec-WebSocket-Protocol: chat', 'failed'],
    ['a field of another kind', 'X-Other: 1', 'declined'],
    ['windows', 'Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9', 'agreed.compressed'],
  ])('answered by hand with %s ends alike live and on the model', async (_, lines, state) => {
    const setup: Setup = { ...RUNS.declined, by: 'hand', lines };
    const [onWire, onModel] = [await told(live, setup), await told(LINKS.model(), setup)].map(same);
    expect(onWire).toEqual(onModel);
    expect(onWire?.states.at(-1)).toBe(state);
  });
});

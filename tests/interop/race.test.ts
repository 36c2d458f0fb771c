import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Capture } from '#demos/capture/capture.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { PATHS, TAP_PARAM } from '#demos/capture/side-channel.ts';
import type { LiveRace } from '#demos/link/race-live.ts';
import { headsOf } from '#demos/race/race.heads.ts';
import type { LaneId, RaceStory } from '#demos/race/race.lanes.ts';
import { costOf } from '#demos/race/race.measures.ts';
import { requestsOf } from '#demos/race/race.requests.ts';
import { scheduleOf } from '#demos/race/race.schedule.ts';
import { simulateRace } from '#demos/race/race.simulate.ts';
import { raceStory } from '#demos/race/race.story.ts';
import { type Companion, createCompanion } from '#demos/server/companion.ts';
import { openPage } from '#demos/server/test-client.ts';
import { chromiumPath } from '#tools/chromium-path.ts';

/** Races of a real Chromium against a real companion: what the figure and the lesson say of the four ways. */

let companion: Companion;
let browser: Browser;
let siteDir: string;
let page: Page;

beforeAll(async () => {
  siteDir = await mkdtemp(path.join(tmpdir(), 'race-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: siteDir,
      emptyOutDir: false,
      minify: false,
      lib: {
        entry: fileURLToPath(new URL('./race-page.ts', import.meta.url)),
        formats: ['es'],
        fileName: () => 'page.js',
      },
    },
  });
  const html = '<!doctype html><meta charset="utf-8"><title>race</title><script type="module" src="/page.js"></script>';
  await writeFile(path.join(siteDir, 'index.html'), html);
  companion = await createCompanion({ siteDir });
  browser = await chromium.launch({ executablePath: await chromiumPath() });
  page = await browser.newPage();
  await page.goto(companion.url);
  await page.waitForFunction('typeof runRace === "function"');
}, 60_000);
afterAll(async () => {
  await browser.close();
  await companion.close();
  await rm(siteDir, { recursive: true });
});

async function run(race: LiveRace): Promise<{ capture: Capture; story: RaceStory }> {
  const capture = recordedCapture(await page.evaluate((given) => globalThis.runRace(given), race));
  const story = raceStory(capture, race.forMs);
  if (!story) throw new Error('nothing was delivered');
  return { capture, story };
}

const lane = ({ lanes }: RaceStory, id: LaneId) => {
  const found = lanes.find((each) => each.lane === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};

describe('a live race', () => {
  const race: LiveRace = { times: scheduleOf(600, 2000), forMs: 2000, pollMs: 200, extra: 400 };
  let live: Awaited<ReturnType<typeof run>>;
  let model: RaceStory;
  beforeAll(async () => {
    live = await run(race);
    // Heads of a request that nothing is added to: what is added must come out the same.
    const plain = await run({ ...race, times: [50], forMs: 400, extra: 0 });
    const settings = { pollMs: race.pollMs, rttMs: 0, extra: race.extra };
    const { times, forMs } = race;
    model = simulateRace({ times, forMs, windowMs: forMs, settings, heads: headsOf(plain.capture) });
  }, 30_000);

  it('delivers every event once and in order on every lane', () => {
    const all = race.times.map((_, i) => i + 1);
    for (const { lane: id, deliveries } of live.story.lanes) {
      const told = deliveries.map(({ n }) => n);
      // What happens after its last question a poller is not told; when that is asked, a slow machine decides.
      expect(told).toEqual(id === 'polling' ? all.slice(0, told.length) : all);
      expect(told.length).toBeGreaterThan(all.length / 2);
    }
  });

  // Which poll brings an event that happens with it, and whether two events share an answer, is the network's.
  it.each(['sse', 'websocket'] as const)('costs on %s what the model says, to the byte', (id) => {
    const { requests, up, down, headUp, headDown } = lane(live.story, id).tally;
    expect(lane(model, id).tally).toMatchObject({ requests, up, down, headUp, headDown });
  });

  it('costs by polling what the model says for each request, but for the digits of a count', () => {
    const [real, modelled] = [costOf(lane(live.story, 'polling')), costOf(lane(model, 'polling'))];
    expect(Math.abs(real.headUp - modelled.headUp)).toBeLessThan(1);
    expect(Math.abs(real.headDown - modelled.headDown)).toBeLessThan(1);
    // An array's brackets and commas.
    expect(Math.abs(real.rest - modelled.rest)).toBeLessThan(2);
    expect(lane(live.story, 'polling').tally.requests).toBeLessThanOrEqual(lane(model, 'polling').tally.requests + 1);
  });

  it('asks by long polling about once an event', () => {
    const { requests, delivered } = lane(live.story, 'long-polling').tally;
    expect(requests).toBeGreaterThan(delivered / 2);
    expect(requests).toBeLessThanOrEqual(delivered + 2);
  });

  it('is later by polling than by WebSocket', () => {
    expect(lane(live.story, 'polling').tally.meanMs).toBeGreaterThan(lane(live.story, 'websocket').tally.meanMs);
  });
});

describe('a hundred events, each in a message of its own', () => {
  let story: RaceStory;
  beforeAll(async () => {
    // A poll for each.
    const times = Array.from({ length: 100 }, (_, i) => i * 30);
    ({ story } = await run({ times, forMs: 3000, pollMs: 30, extra: 0 }));
  }, 30_000);

  it('polled for a hundred times, need a handful of TCP connections: HTTP/1.1 keeps them (RFC 9112 §9.3)', () => {
    const { requests, connections } = lane(story, 'polling').tally;
    expect(requests).toBeGreaterThan(50);
    expect(connections).toBeLessThanOrEqual(6);
  });

  it('cost a head each way for every poll, 25 bytes as frames, 37 as chunks of a stream', () => {
    const [polling, sse, websocket] = [
      costOf(lane(story, 'polling')),
      costOf(lane(story, 'sse')),
      costOf(lane(story, 'websocket')),
    ];
    expect(polling.headUp).toBeGreaterThan(300);
    expect(polling.headDown).toBeGreaterThan(100);
    expect(sse.rest).toBe(37);
    // The closing handshake is 12 bytes.
    expect(websocket.rest).toBeCloseTo(25.12);
    expect(websocket.total).toBeLessThan(sse.total);
    expect(sse.total).toBeLessThan(polling.total / 10);
  });

  it('pushed, need one connection and one request', () => {
    for (const id of ['sse', 'websocket'] as const)
      expect(lane(story, id).tally).toMatchObject({ requests: 1, connections: 1 });
  });
});

describe('a program that closes after each answer', () => {
  it('needs a connection for every poll', async () => {
    const tapped = await openPage(companion);
    const poll = (agent: Agent | false) =>
      new Promise<void>((resolve, reject) => {
        const url = `${companion.url}${PATHS.racePoll}?${TAP_PARAM}=${tapped.tap}&after=0`;
        get(url, { agent }, (response) => response.resume().on('end', resolve)).on('error', reject);
      });
    for (let i = 0; i < 20; i++) await poll(false);
    await tapped.untilClosed(20);
    const kept = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let i = 0; i < 20; i++) await poll(kept);
    const requests = () => requestsOf({ events: tapped.events });
    await tapped.until(() => requests().length === 40);
    expect(new Set(requests().map(({ connection }) => connection)).size).toBe(21);
    kept.destroy();
    await tapped.close();
  });
});

describe('the next race of the same page', () => {
  it('is counted from its own beginning, on a connection that was kept', async () => {
    const script: LiveRace = { times: [50], forMs: 300, pollMs: 100, extra: 0 };
    const [first, second] = [await run(script), await run(script)];
    const polls = ({ capture }: { capture: Capture }) => requestsOf(capture).filter(({ lane }) => lane === 'polling');
    expect(polls(second).length).toBeGreaterThan(0);
    for (const poll of [...polls(first), ...polls(second)]) {
      expect(poll.headDown).toBeGreaterThan(0);
      expect(poll.up).toBe(poll.headUp);
    }
    const opened = second.capture.events.filter(({ kind }) => kind === 'opened').length;
    const used = new Set(requestsOf(second.capture).map(({ connection }) => connection)).size;
    expect(opened).toBeLessThan(used);
  });
});

describe('a browser that tells of an open stream with its first bytes, as Firefox 153 does', () => {
  it('races all the same: the tap has seen the head', async () => {
    const late = await browser.newPage();
    await late.addInitScript(() => {
      const heard: (type: string, listener: EventListener) => void = EventSource.prototype.addEventListener;
      Object.assign(EventSource.prototype, {
        addEventListener(this: EventSource, type: string, listener: EventListener) {
          heard.call(this, type === 'open' ? 'message' : type, listener);
        },
      });
    });
    await late.goto(companion.url);
    await late.waitForFunction('typeof runRace === "function"');
    const script: LiveRace = { times: [50], forMs: 300, pollMs: 100, extra: 0 };
    const capture = recordedCapture(await late.evaluate((given) => globalThis.runRace(given), script));
    const story = raceStory(capture, script.forMs);
    for (const { tally } of story?.lanes ?? []) expect(tally.delivered).toBe(1);
    expect(story?.lanes).toHaveLength(4);
    await late.close();
  });
});

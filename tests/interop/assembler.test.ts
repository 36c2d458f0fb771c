import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Card, cardOf, timelineBytes } from '#demos/assembler/assembler.card.ts';
import { intentOf } from '#demos/assembler/assembler.intent.ts';
import { modelCapture } from '#demos/assembler/assembler.model.ts';
import { type Outcome, outcomeOf } from '#demos/assembler/assembler.outcome.ts';
import { placeAnswers } from '#demos/assembler/assembler.place.ts';
import { readTimeline } from '#demos/assembler/assembler.reading.ts';
import { recordedRuns } from '#demos/assembler/assembler.recorded.ts';
import { RUN_IDS, RUNS } from '#demos/assembler/assembler.runs.ts';
import { anyTimeline } from '#demos/assembler/test-timelines.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import type { Link } from '#demos/link/link.ts';
import { createLiveLink } from '#demos/link/live.ts';
import { browserRandomBytes } from '#demos/link/random-bytes.ts';
import { toHex } from '#demos/protocol/bytes.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';
import type { Role } from '#demos/protocol/violation.ts';
import { type Companion, createCompanion } from '#demos/server/companion.ts';
import { nodePage } from '#tools/node-page.ts';
import recording from '../../content/captures/assembler.json?raw';
import { type BrowserLink, createBrowserLink } from './browser-link.ts';

/**
 * The same timelines recorded, live and computed. What may differ: masking keys, times, the reason beside a close
 * code (Chromium writes one, the RFC asks for none), and which end closes TCP first after a browser has failed.
 */

/** A legal Close behind everything: whoever still reads then ends, and nothing has to be waited for. */
const LAST = cardOf(0x88, Uint8Array.of(0x0f, 0xa0));

const said = ({ answers, told }: Outcome): readonly string[] => [
  ...answers.map(
    ({ opcode, payload }) => `${opcode} ${toHex(opcode === OPCODE.close ? payload.subarray(0, 2) : payload)}`,
  ),
  ...told.map((each) => {
    if (each.on === 'message') return `${each.type} message ${toHex(each.bytes)}`;
    return each.on === 'close' ? `close ${each.code} ${each.wasClean}` : each.on;
  }),
];

const computed = (cards: readonly Card[], from: Role): readonly string[] =>
  said(outcomeOf(modelCapture(cards, from), from));

describe('ws at the other end', () => {
  let companion: Companion;
  let link: Link;

  beforeAll(async () => {
    companion = await createCompanion({ limits: { commandRate: { perSecond: 10_000, burst: 10_000 } } });
    link = createLiveLink(nodePage(companion));
    await vi.waitUntil(() => link.status.get().kind === 'ready');
  });
  afterAll(async () => {
    link.dispose();
    await companion.close();
  });

  async function sent(cards: readonly Card[]): Promise<Outcome> {
    link.clear();
    const frames = timelineBytes(cards, 'client', () => browserRandomBytes(4));
    link.do(intentOf(frames, 'client', browserRandomBytes(16)));
    await vi.waitUntil(() => link.capture.get().events.some(({ kind }) => kind === 'closed'), {
      interval: 2,
      timeout: 5000,
    });
    return outcomeOf(link.capture.get(), 'client');
  }

  it.each(RUN_IDS)('answers %s as the model does', async (run) => {
    const cards = [...RUNS[run], LAST];
    expect(said(await sent(cards))).toEqual(computed(cards, 'client'));
  });

  it('answers 200 generated timelines as the model does, and as the figure’s reading says', async () => {
    await fc.assert(
      fc.asyncProperty(anyTimeline, async (timeline) => {
        const cards = [...timeline, LAST];
        const outcome = await sent(cards);
        expect(said(outcome)).toEqual(computed(cards, 'client'));
        const reading = readTimeline(cards, 'client', 'ws');
        expect(placeAnswers(reading, outcome.answers)).toMatchObject({ beside: [], missing: 0 });
      }),
      { numRuns: 200, seed: 6455 },
    );
  }, 60_000);
});

describe('Chromium at the other end', () => {
  let browser: BrowserLink;
  beforeAll(async () => {
    browser = await createBrowserLink({ limits: { commandRate: { perSecond: 10_000, burst: 10_000 } } });
    await browser.open();
  }, 60_000);
  afterAll(() => browser.close());

  async function given(cards: readonly Card[]): Promise<Outcome> {
    await browser.clear();
    await browser.do(intentOf(timelineBytes(cards, 'server'), 'server', browserRandomBytes(16)));
    const isTold = (event: { readonly kind: string; readonly script?: unknown }): boolean =>
      event.kind === 'script' && JSON.stringify(event.script).includes('"on":"close"');
    const events = await browser.until((all) => all.some(isTold) && all.some(({ kind }) => kind === 'closed'));
    return outcomeOf({ events }, 'server');
  }

  it.each(RUN_IDS)('makes of %s what the model does', async (run) => {
    const cards = [...RUNS[run], LAST];
    expect(said(await given(cards))).toEqual(computed(cards, 'server'));
  });

  it('makes of 40 generated timelines what the model does', async () => {
    await fc.assert(
      fc.asyncProperty(anyTimeline, async (timeline) => {
        const cards = [...timeline, LAST];
        expect(said(await given(cards))).toEqual(computed(cards, 'server'));
      }),
      { numRuns: 40, seed: 6455 },
    );
  }, 120_000);
});

describe('what was recorded', () => {
  const { runs } = recordedRuns(recordedCapture(recording), '');
  it.each(RUN_IDS)('says of %s what the model says', (run) => {
    for (const from of ['client', 'server'] as const)
      expect(said(runs[run].came[from])).toEqual(computed(RUNS[run], from));
  });
});

/** `npm run measure [-- --json] [-- /lessons/frames/ …]`: Lighthouse and the scales on every page of the built site. */
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from '@playwright/test';
import lighthouse from 'lighthouse';
import { createCompanion } from '#demos/server/companion.ts';
import { buildIfChanged } from './build-if-changed.ts';
import { chromiumPath } from './chromium-path.ts';
import { createScales, pagesOf, total } from './page-weight.ts';
import { type Answer, slowestAnswer } from './slowest-answer.ts';

const SITE = 'dist';
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

interface Measured {
  readonly page: string;
  /** 0–100 each. */
  readonly scores: Readonly<Record<(typeof CATEGORIES)[number], number>>;
  /** Ids of the audits that cost points, performance left out. */
  readonly faults: readonly string[];
  /** Milliseconds, on the slow phone and network that Lighthouse simulates. */
  readonly lcp: number;
  readonly tbt: number;
  readonly cls: number;
  /** Bytes that the run transferred, figures woken by then included. */
  readonly transferred: number;
  /** Bytes as a static host with gzip sends them. */
  readonly onLoad: number;
  readonly awakeScript: number;
  readonly awakeData: number;
  /** Of all controls of all figures, on this machine as it is; null where a page has none. */
  readonly slowest: Answer | null;
}

/** A port that was free a moment ago: Chromium does not say which one it took when asked for any. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('expected a TCP address');
  return address.port;
}

async function audit(url: string, port: number) {
  const result = await lighthouse(url, { port, output: 'json', logLevel: 'error', onlyCategories: [...CATEGORIES] });
  if (!result || result.lhr.runtimeError)
    throw new Error(`Lighthouse could not measure ${url}: ${result?.lhr.runtimeError?.message ?? 'no result'}`);
  const { categories, audits } = result.lhr;
  const number = (id: string): number => audits[id]?.numericValue ?? Number.NaN;
  const score = (id: string): number => Math.round(100 * (categories[id]?.score ?? Number.NaN));
  const faults = CATEGORIES.filter((id) => id !== 'performance')
    .flatMap((id) => categories[id]?.auditRefs ?? [])
    .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
    .map(({ id }) => id);
  return {
    scores: {
      performance: score('performance'),
      accessibility: score('accessibility'),
      'best-practices': score('best-practices'),
      seo: score('seo'),
    },
    faults,
    lcp: number('largest-contentful-paint'),
    tbt: number('total-blocking-time'),
    cls: number('cumulative-layout-shift'),
    transferred: number('total-byte-weight'),
  };
}

/** Wakes every figure of a page and presses what it offers. */
async function answerOf(browser: Browser, url: string): Promise<Answer | null> {
  const page = await browser.newPage();
  await page.goto(url);
  for (const figure of await page.locator('astro-island figure[data-demo]').all()) {
    await figure.scrollIntoViewIfNeeded();
    await figure.and(page.locator('[data-state]')).waitFor();
  }
  const slowest = await slowestAnswer(page);
  await page.close();
  return slowest;
}

async function measureAll(wanted: readonly string[]): Promise<readonly Measured[]> {
  const scales = createScales(SITE, process.env['BASE']);
  const port = await freePort();
  const companion = await createCompanion({ siteDir: SITE });
  const browser = await chromium.launch({
    executablePath: await chromiumPath(),
    args: [`--remote-debugging-port=${port}`, '--disable-quic', '--no-first-run'],
  });
  const measured: Measured[] = [];
  try {
    // One after the other: two runs at once would slow each other down.
    for (const page of wanted.length > 0 ? wanted : await pagesOf(SITE)) {
      const { onLoad, awakeScripts, awakeData } = await scales.weigh(page);
      const found = await audit(companion.url + page, port);
      measured.push({
        page,
        ...found,
        onLoad: total(onLoad),
        awakeScript: total(awakeScripts),
        awakeData: total(awakeData),
        slowest: await answerOf(browser, companion.url + page),
      });
    }
    return measured;
  } finally {
    await browser.close();
    await companion.close();
  }
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} KB`;

const row = (each: Measured) => ({
  page: each.page,
  performance: each.scores.performance,
  accessibility: each.scores.accessibility,
  practices: each.scores['best-practices'],
  SEO: each.scores.seo,
  LCP: `${(each.lcp / 1000).toFixed(2)} s`,
  TBT: `${Math.round(each.tbt)} ms`,
  CLS: each.cls.toFixed(3),
  transferred: kilobytes(each.transferred),
  'on load, gzip': kilobytes(each.onLoad),
  'script awake, gzip': kilobytes(each.awakeScript),
  'data awake, gzip': kilobytes(each.awakeData),
  'slowest answer': each.slowest ? `${each.slowest.ms.toFixed(1)} ms: ${each.slowest.pressed.slice(0, 24)}` : '–',
});

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true });
await buildIfChanged(SITE);
const measured = await measureAll(positionals);
if (values.json) console.log(JSON.stringify(measured, null, 2));
else {
  console.table(Object.fromEntries(measured.map(row).map(({ page, ...columns }) => [page, columns])));
  for (const { page, faults } of measured) if (faults.length > 0) console.log(`${page}: ${faults.join(', ')}`);
}

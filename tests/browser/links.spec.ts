import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { DIST, PAGES } from './site.ts';

interface PageFacts {
  readonly title: string;
  readonly canonical: string | null;
  readonly noindex: boolean;
  readonly ids: readonly string[];
  readonly hrefs: readonly string[];
}

test('every page has a title of its own, its own canonical address, and no link that leads nowhere', async ({
  page,
  complaints,
  baseURL,
}) => {
  complaints.allow(/404/);
  const pages = new Map<string, PageFacts>();
  for (const path of PAGES) {
    await page.goto(path);
    const facts = await page.evaluate(() => ({
      title: document.title,
      canonical: document.querySelector<HTMLLinkElement>('link[rel="canonical"]')?.href ?? null,
      noindex: document.querySelector('meta[name="robots"][content="noindex"]') !== null,
      ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
      hrefs: [...document.querySelectorAll<HTMLAnchorElement>('a[href]')].map(({ href }) => href),
    }));
    pages.set(path, facts);
  }

  await test.step('titles differ', () => {
    expect(new Set([...pages.values()].map(({ title }) => title)).size).toBe(pages.size);
  });
  await test.step('a canonical address is the page’s own path; a page not to be listed has none', () => {
    for (const [path, { canonical, noindex }] of pages)
      expect(canonical && new URL(canonical).pathname, path).toBe(noindex ? null : path);
  });
  await test.step('the sitemap lists exactly the pages that may be listed', async () => {
    const sitemap = await readFile(join(DIST, 'sitemap-0.xml'), 'utf8');
    const listed = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url = '']) => new URL(url).pathname);
    const listable = [...pages].filter(([, { noindex }]) => !noindex).map(([path]) => path);
    expect(listed.sort()).toEqual(listable.sort());
  });
  await test.step('every internal link resolves, and so does what it names on the page', async () => {
    const broken: string[] = [];
    for (const [path, { hrefs }] of pages) {
      for (const href of new Set(hrefs)) {
        const { origin, pathname, hash } = new URL(href);
        if (origin !== baseURL) continue;
        const target = pages.get(pathname);
        if (!target) {
          const answer = await page.request.get(pathname, { maxRedirects: 0 });
          if (answer.status() !== 200) broken.push(`${path} → ${href}: ${answer.status()}`);
        } else if (hash !== '') {
          // `#handshake?part=key` names a figure's state; without script the line with that very id.
          const id = decodeURIComponent(hash.slice(1));
          const figure = id.split('?')[0] ?? '';
          if (!target.ids.includes(id) && !target.ids.includes(figure)) broken.push(`${path} → ${href}: no such id`);
        }
      }
    }
    expect(broken).toEqual([]);
  });
});

test('an unknown address answers 404 with a page that leads back to the course', async ({ page, complaints }) => {
  complaints.allow(/404/);
  const answer = await page.goto('/no-such-page/');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is nothing at this address');
  await page.locator('main').getByRole('link').click();
  await expect(page).toHaveURL('/#course');
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createScales, pagesOf, total } from './page-weight.ts';

const FILES: Readonly<Record<string, string>> = {
  '404.html': '<p>Not found',
  'lessons/frames/index.html': `
    <link rel="stylesheet" href="/_astro/page.css"><link rel="preload" href="/_astro/serif.woff2" as="font" crossorigin>
    <link rel="icon" href="/favicon.svg"><script type="module" src="/_astro/bar.js"></script>
    <script type="module">import"/_astro/quiz.js";</script>
    <astro-island component-url="/_astro/Frames.js" renderer-url="/_astro/svelte.js" client="near" data-props="/_astro/Frames.1.json"></astro-island>`,
  '_astro/page.css': '@font-face{src:url(./serif.woff2)}@font-face{src:url("/_astro/mono.woff2")}',
  '_astro/serif.woff2': 'serif',
  '_astro/mono.woff2': 'mono mono',
  '_astro/bar.js': 'const open=()=>import(`./search.js`)',
  '_astro/search.js': '',
  '_astro/quiz.js': 'import"./shared.js"',
  '_astro/shared.js': '',
  '_astro/Frames.js':
    'import{a}from"./shared.js";import{b}from"./svelte.js";const live=()=>import("./live.js"),text="found from`"+a+"`"',
  '_astro/Frames.1.json': '{"id":[0,"frames"]}',
  '_astro/svelte.js': '',
  '_astro/live.js': 'import"./svelte.js";import"./wire.js"',
  '_astro/wire.js': '',
};

let dist: string;
beforeAll(async () => {
  dist = await mkdtemp(join(tmpdir(), 'dist-'));
  for (const [file, content] of Object.entries(FILES)) {
    await mkdir(join(dist, dirname(file)), { recursive: true });
    await writeFile(join(dist, file), content);
  }
});
afterAll(() => rm(dist, { recursive: true }));

const page = '/lessons/frames/';
const names = (files: readonly { readonly path: string }[]) => files.map(({ path }) => path).sort();

test('every page of the site is weighed, the one for lost readers too', async () => {
  expect(await pagesOf(dist)).toEqual(['/404.html', page]);
});

test('on load come the page, its styles, their fonts and its scripts with what they import', async () => {
  const { onLoad } = await createScales(dist).weigh(page);
  const script = ['/_astro/bar.js', '/_astro/quiz.js', '/_astro/shared.js'];
  expect(names(onLoad)).toEqual(
    [...script, '/_astro/mono.woff2', '/_astro/page.css', '/_astro/serif.woff2', page].sort(),
  );
});

test('awake figures add their component, its framework and what both import', async () => {
  const { awakeScripts } = await createScales(dist).weigh(page);
  const own = ['/_astro/bar.js', '/_astro/quiz.js', '/_astro/shared.js'];
  expect(names(awakeScripts)).toEqual(['/_astro/Frames.js', ...own, '/_astro/svelte.js']);
});

test('what awake figures are given counts apart from their script', async () => {
  const { awakeData } = await createScales(dist).weigh(page);
  expect(names(awakeData)).toEqual(['/_astro/Frames.1.json']);
});

test('what a figure imports at a wish counts apart', async () => {
  const { lazyScripts } = await createScales(dist).weigh(page);
  expect(names(lazyScripts)).toEqual(['/_astro/live.js', '/_astro/wire.js']);
});

test('text weighs what gzip makes of it, and fonts what they are', async () => {
  const { onLoad } = await createScales(dist).weigh(page);
  const weightOf = (path: string) => onLoad.find((file) => file.path === path)?.bytes;
  expect(weightOf('/_astro/mono.woff2')).toBe('mono mono'.length);
  expect(weightOf('/_astro/page.css')).toBe(gzipSync(FILES['_astro/page.css'] ?? '').length);
  expect(
    total([
      { path: '/a', bytes: 2 },
      { path: '/b', bytes: 3 },
    ]),
  ).toBe(5);
});

test('a file that a page names and the site lacks is an error', async () => {
  await writeFile(join(dist, '404.html'), '<link rel="stylesheet" href="/_astro/gone.css">');
  await expect(createScales(dist).weigh('/404.html')).rejects.toThrow('gone.css');
});

test('under a base, paths are still those of the files', async () => {
  await writeFile(join(dist, '404.html'), '<script type="module" src="/course/_astro/quiz.js"></script>');
  const { onLoad } = await createScales(dist, '/course/').weigh('/404.html');
  expect(names(onLoad)).toEqual(['/404.html', '/_astro/quiz.js', '/_astro/shared.js']);
});

test('weighs the fonts that a style sheet inside the page names', async () => {
  await writeFile(join(dist, '404.html'), '<style>@font-face{src:url(/_astro/mono.woff2)}</style>');
  const { onLoad } = await createScales(dist).weigh('/404.html');
  expect(names(onLoad)).toEqual(['/404.html', '/_astro/mono.woff2']);
});

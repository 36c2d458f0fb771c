import { readdir, readFile } from 'node:fs/promises';
import { join, posix, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A file that a page loads, and what it weighs on the wire. */
export interface Loaded {
  /** From the root of the site: `/_astro/client.js`. */
  readonly path: string;
  /** As a static host sends it: gzip, but for what is compressed already. */
  readonly bytes: number;
}

export interface PageWeight {
  /** `/lessons/frames/` */
  readonly page: string;
  /** Before any figure wakes: the page, its style sheets, all their fonts, its preloads and its scripts. */
  readonly onLoad: readonly Loaded[];
  /** Every script once all figures are awake. */
  readonly awakeScripts: readonly Loaded[];
  /** What all figures are given as they wake. */
  readonly awakeData: readonly Loaded[];
  /** Scripts that awake figures load when a reader asks for what needs them, such as a live socket. */
  readonly lazyScripts: readonly Loaded[];
}

export const total = (files: readonly Loaded[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

const matches = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found = '']) => found);

/** The paths of all pages of a built site; `/404.html` is one. */
export async function pagesOf(dist: string): Promise<readonly string[]> {
  const files = await readdir(dist, { recursive: true });
  const pages = files.filter((file) => /(?:^|[\\/])index\.html$|^404\.html$/.test(file));
  return pages
    .map(
      (file) =>
        `/${file
          .split(sep)
          .join('/')
          .replace(/index\.html$/, '')}`,
    )
    .sort();
}

const attribute = (tag: string, name: string): string => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '';

/** Modules that one module imports; `lazy` are those it imports when it comes to that. */
function importsOf(script: string): { readonly eager: readonly string[]; readonly lazy: readonly string[] } {
  // A bundle's own text may contain `from "…"` too; no sentence goes on with the path of a script.
  return {
    eager: matches(script, /(?:\bfrom|\bimport)\s*["'`](\.{0,2}\/[\w./-]+\.js)["'`]/g),
    lazy: matches(script, /\bimport\(\s*["'`](\.{0,2}\/[\w./-]+\.js)["'`]/g),
  };
}

/** Weighs pages of a built site, from its files: what they name is what a browser loads. Rejects where one is missing. */
export function createScales(dist: string, base = '/'): { weigh(page: string): Promise<PageWeight> } {
  const weights = new Map<string, Promise<number>>();
  const fileOf = (path: string) => join(dist, path.endsWith('/') ? `${path}index.html` : path);
  const textOf = (path: string) => readFile(fileOf(path), 'utf8');
  const resolve = (from: string, to: string): string => {
    const absolute = posix.resolve(posix.dirname(from), to.split(/[?#]/)[0] ?? '');
    return to.startsWith('/') && base !== '/' ? `/${posix.relative(base, absolute)}` : absolute;
  };

  const weightOf = (path: string): Promise<number> => {
    const known = weights.get(path);
    if (known) return known;
    const weight = readFile(fileOf(path)).then((content) =>
      /\.(?:woff2|png|jpe?g|webp|avif)$/.test(path) ? content.length : gzipSync(content).length,
    );
    weights.set(path, weight);
    return weight;
  };
  const weighAll = (paths: Iterable<string>): Promise<readonly Loaded[]> =>
    Promise.all([...paths].map(async (path) => ({ path, bytes: await weightOf(path) })));

  /** The modules and everything they import. */
  async function closure(modules: readonly string[], withLazy: boolean): Promise<Set<string>> {
    const found = new Set<string>();
    const visit = async (path: string): Promise<void> => {
      if (found.has(path)) return;
      found.add(path);
      const { eager, lazy } = importsOf(await textOf(path));
      const next = withLazy ? [...eager, ...lazy] : eager;
      await Promise.all(next.map((to) => visit(resolve(path, to))));
    };
    await Promise.all(modules.map(visit));
    return found;
  }

  return {
    async weigh(page) {
      const html = await textOf(page);
      const tags = html.match(/<(?:link|script|img|source)\b[^>]*>/g) ?? [];
      const links = (rel: string) =>
        tags
          .filter((tag) => tag.startsWith('<link') && attribute(tag, 'rel').split(' ').includes(rel))
          .map((tag) => resolve(page, attribute(tag, 'href')));
      const sources = (element: string) =>
        tags
          .filter((tag) => tag.startsWith(`<${element}`))
          .map((tag) => attribute(tag, 'src'))
          .filter((src) => src !== '' && !src.startsWith('data:'))
          .map((src) => resolve(page, src));

      const styles = links('stylesheet');
      const inline = matches(html, /<script[^>]*type="module"[^>]*>([\s\S]*?)<\/script>/g).flatMap((script) =>
        importsOf(script).eager.map((to) => resolve(page, to)),
      );
      const own = await closure([...sources('script'), ...inline, ...links('modulepreload')], false);
      const facesOf = (css: string, from: string) =>
        matches(css, /url\(\s*["']?([^"')]+\.woff2)["']?\s*\)/g).map((to) => resolve(from, to));
      const faces = await Promise.all([
        ...styles.map(async (style) => facesOf(await textOf(style), style)),
        ...matches(html, /<style\b[^>]*>([\s\S]*?)<\/style>/g).map((css) => facesOf(css, page)),
      ]);
      const onLoad = new Set([page, ...styles, ...links('preload'), ...faces.flat(), ...sources('img'), ...own]);

      const islands = html.match(/<astro-island\b[^>]*>/g) ?? [];
      const modules = islands.flatMap((tag) =>
        ['component-url', 'renderer-url', 'before-hydration-url'].map((name) => attribute(tag, name)).filter(Boolean),
      );
      const data = islands.map((tag) => attribute(tag, 'data-props')).filter(Boolean);
      const roots = modules.map((to) => resolve(page, to));
      const awake = new Set([...own, ...(await closure(roots, false))]);
      const lazy = [...(await closure(roots, true))].filter((path) => !awake.has(path));
      return {
        page,
        onLoad: await weighAll(onLoad),
        awakeScripts: await weighAll(awake),
        awakeData: await weighAll(new Set(data.map((to) => resolve(page, to)))),
        lazyScripts: await weighAll(lazy),
      };
    },
  };
}

import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { AstroIntegration } from 'astro';
import { eachPage } from './each-page.ts';

export interface WithLazyProps {
  readonly html: string;
  /** What each file holds, by its name: `Frames.1a2b3c4d.json`. */
  readonly files: ReadonlyMap<string, string>;
}

/** The entities that Astro writes in an attribute. */
const CHARACTERS: Readonly<Record<string, string>> = { quot: '"', '#34': '"', '#39': "'", lt: '<', gt: '>', amp: '&' };

const unescaped = (attribute: string): string =>
  attribute.replace(/&(#?\w+);/g, (entity, name) => {
    const character = CHARACTERS[name];
    if (character === undefined) throw new Error(`lazy-props does not know the entity ${entity}`);
    return character;
  });

/** Takes the props of every `client:near` island out of a page: the island names a file beside its script instead. */
export function withLazyProps(html: string): WithLazyProps {
  const files = new Map<string, string>();
  const page = html.replace(/<astro-island\b[^>]*\sclient="near"[^>]*>/g, (island) => {
    const [, folder = '', component = ''] = /\scomponent-url="([^"]*\/)(\w+)[^"/]*"/.exec(island) ?? [];
    return island.replace(/\sprops="([^"]*)"/, (_props, attribute: string) => {
      const props = unescaped(attribute);
      const name = `${component}.${createHash('sha256').update(props).digest('hex').slice(0, 8)}.json`;
      files.set(name, props);
      return ` data-props="${folder}${name}"`;
    });
  });
  return { html: page, files };
}

/**
 * Moves what figures are given out of the pages into files that `client:near` fetches with a figure's script. A page
 * shows the figure already, so before it wakes the same words would come twice: a third of a lesson's bytes.
 */
export const lazyProps = (): AstroIntegration => {
  let assets = '';
  return {
    name: 'lazy-props',
    hooks: {
      'astro:config:done': ({ config }) => {
        assets = config.build.assets;
      },
      'astro:build:done': ({ dir }) =>
        eachPage(dir, async (html) => {
          const page = withLazyProps(html);
          for (const [name, props] of page.files) await writeFile(new URL(`${assets}/${name}`, dir), props);
          return page.html;
        }),
    },
  };
};

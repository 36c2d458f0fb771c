import type { Plugin, Rolldown } from 'vite';

type Bundle = Rolldown.OutputBundle;

/** The chunks that a page loads at once: its entries, and all that these import. */
function loadedAtOnce(bundle: Bundle): ReadonlySet<Rolldown.OutputChunk> {
  const found = new Set<Rolldown.OutputChunk>();
  const visit = (file: string): void => {
    const chunk = bundle[file];
    if (chunk?.type !== 'chunk' || found.has(chunk)) return;
    found.add(chunk);
    chunk.imports.forEach(visit);
  };
  for (const [file, chunk] of Object.entries(bundle)) if (chunk.type === 'chunk' && chunk.isEntry) visit(file);
  return found;
}

/**
 * Lets the style sheet of a component that is imported when it comes to that come with that import. Astro would put it
 * into every page from which the component can be reached, and through the content collections that is every page.
 * The styles of what a page renders on the server are there from the server's build.
 */
export const lazyStyles = (): Plugin => ({
  name: 'lazy-styles',
  applyToEnvironment: ({ name }) => name === 'client',
  generateBundle: {
    order: 'pre',
    handler(_options, bundle) {
      const atOnce = loadedAtOnce(bundle);
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        for (const id of chunk.moduleIds) {
          // What ties a sheet to its component is read by Astro after this, and was needed by Vite before.
          const vite = this.getModuleInfo(id)?.meta['vite'];
          if (vite?.cssScopeTo) vite.cssScopeTo = undefined;
        }
        // Astro deletes a sheet that stands in no page, but for one that a chunk counts among its assets.
        const { importedCss, importedAssets } = chunk.viteMetadata ?? {};
        if (!atOnce.has(chunk)) for (const sheet of importedCss ?? []) importedAssets?.add(sheet);
      }
    },
  },
});

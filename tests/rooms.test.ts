import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { circleIn, importGraph } from './import-graph.ts';

/**
 * Which rooms may import which is decided in `biome.json`. Here: that those rules catch what they are there to catch. Inside
 * a room there is one more: no module needs itself, not even for a type.
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BIOME = join(ROOT, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');

const imports = (from: string) => `import { planted } from '${from}';\nexport const kept = planted;`;
const uses = (expression: string) => `export const kept = () => ${expression};`;

/** Each is planted in a file of its own; the linter must object. */
const FORBIDDEN: readonly (readonly [file: string, code: string])[] = [
  ['demos/protocol/node.ts', imports('node:crypto')],
  ['demos/protocol/package.ts', imports('ws')],
  ['demos/protocol/capture.ts', imports('#demos/capture/capture.ts')],
  ['demos/protocol/type.ts', `import type { Planted } from '#demos/capture/capture.ts';\nexport type Kept = Planted;`],
  ['demos/protocol/again.ts', `export { planted } from '#demos/capture/capture.ts';`],
  ['demos/protocol/all.ts', `export * from '#demos/capture/capture.ts';`],
  ['demos/protocol/late.ts', `export const kept = () => import('#demos/capture/capture.ts');`],
  ['demos/protocol/parent.ts', imports('../capture/capture.ts')],
  ['demos/protocol/clock.ts', uses('Date.now()')],
  ['demos/protocol/stopwatch.ts', uses('performance.now()')],
  ['demos/protocol/timer.ts', uses('setTimeout(kept, 1)')],
  ['demos/protocol/random.ts', uses('crypto.getRandomValues(new Uint8Array(4))')],
  ['demos/protocol/document.ts', uses('document.title')],
  ['demos/protocol/window.ts', uses('window.name')],
  ['demos/protocol/global.ts', uses('globalThis.name')],
  ['demos/protocol/process.ts', uses('process.pid')],
  ['demos/protocol/buffer.ts', uses(`Buffer.from('')`)],
  ['demos/protocol/socket.ts', uses(`new WebSocket('ws://localhost')`)],
  ['demos/capture/server.ts', imports('#demos/server/tap.ts')],
  ['demos/capture/node.ts', imports('node:net')],
  ['demos/server/parts.ts', imports('#demos/parts/provenance.ts')],
  ['demos/server/link.ts', imports('#demos/link/link.ts')],
  ['demos/machines/server.ts', imports('#demos/server/tap.ts')],
  ['demos/machines/parts.ts', imports('#demos/parts/provenance.ts')],
  ['demos/link/server.ts', imports('#demos/server/tap.ts')],
  ['demos/link/node.ts', imports('node:net')],
  ['demos/link/ws.ts', imports('ws')],
  ['demos/parts/demo.ts', imports('#demos/handshake/handshake.connect.ts')],
  ['demos/parts/Server.svelte', imports('#demos/server/tap.ts')],
  ['demos/handshake/other.ts', imports('#demos/frames/frames.connect.ts')],
  ['demos/handshake/Other.svelte', imports('#demos/frames/Frames.svelte')],
  ['demos/handshake/Other.astro', imports('#demos/frames/Frames.astro')],
  ['demos/handshake/server.ts', imports('#demos/server/tap.ts')],
  ['demos/handshake/content.ts', imports('#content/fields/texts.ts')],
  ['demos/handshake/parent.test.ts', imports('../parts/provenance.ts')],
  ['demos/unheard-of/server.ts', imports('#demos/server/tap.ts')],
  ['demos/examples/ours.mjs', imports('#demos/protocol/bytes.ts')],
  ['content/figures/Server.astro', imports('#demos/server/tap.ts')],
  ['content/figures/site.ts', imports('#site/links.ts')],
  ['content/lessons/en/server.mdx', imports('#demos/server/tap.ts')],
  ['content/lessons/en/relative.mdx', imports('../../../demos/server/tap.ts')],
  ['site/scripts/server.ts', imports('#demos/server/tap.ts')],
  ['site/components/Server.astro', imports('#demos/server/tap.ts')],
  ['site/components/Tool.astro', imports('#tools/chromium-path.ts')],
];

const ALLOWED: readonly (readonly [file: string, code: string])[] = [
  ['demos/protocol/own.ts', imports('./bytes.ts')],
  ['demos/protocol/own.test.ts', `${imports('node:crypto')}\nexport const at = Date.now();`],
  ['demos/capture/protocol.ts', imports('#demos/protocol/bytes.ts')],
  ['demos/server/capture.ts', `${imports('#demos/capture/capture.ts')}\nexport * from 'node:net';`],
  ['demos/link/capture.ts', imports('#demos/capture/capture.ts')],
  ['demos/parts/link.ts', imports('#demos/link/link.ts')],
  ['demos/handshake/parts.ts', imports('#demos/parts/provenance.ts')],
  ['demos/handshake/Parts.svelte', imports('#demos/parts/HexRun.svelte')],
  ['demos/handshake/real.test.ts', imports('#demos/server/companion.ts')],
  ['content/figures/Demo.astro', imports('#demos/handshake/Handshake.astro')],
  ['content/lessons/en/figure.mdx', imports('#content/figures/Handshake.astro')],
  ['site/pages/Content.astro', imports('#content/course.ts')],
];

/** `file` as the linter can read it. MDX it cannot: it gets the lesson's imports and exports as a module in the same place. */
function lintable(file: string, text: string): readonly [file: string, text: string] {
  switch (extname(file)) {
    case '.svelte':
      return [file, `<script lang="ts">\n${text}\n</script>\n`];
    case '.astro':
      return [file, `---\n${text}\n---\n`];
    case '.mdx':
      return [`${file}.ts`, moduleOf(text)];
    default:
      return [file, text];
  }
}

/** The `import` and `export` statements of an MDX file, outside its code fences. */
function moduleOf(mdx: string): string {
  const prose = mdx.replaceAll(/^(`{3,}|~{3,})[\s\S]*?^\1/gm, '');
  return [...prose.matchAll(/^(?:import|export)\s(?:(?!\n\n)[\s\S])*/gm)].map(([statement]) => statement).join('\n');
}

/** The files among `planted` that break a rule of the rooms, by their own names. */
async function objections(planted: readonly (readonly [file: string, code: string])[]): Promise<ReadonlySet<string>> {
  const folder = await mkdtemp(join(tmpdir(), 'rooms-'));
  try {
    await cp(join(ROOT, 'biome.json'), join(folder, 'biome.json'));
    for (const [file, text] of planted.map((each) => lintable(...each))) {
      await mkdir(join(folder, dirname(file)), { recursive: true });
      await writeFile(join(folder, file), text);
    }
    const found = new Set<string>();
    const names = new Map(planted.map(([file, code]) => [lintable(file, code)[0], file]));
    for (const { category, location } of await lint(folder)) {
      if (!/^lint\/style\/noRestricted(?:Imports|Globals)$/.test(category)) continue;
      found.add(names.get(location.path.split(sep).join('/')) ?? location.path);
    }
    return found;
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Diagnostic {
  readonly category: string;
  readonly location: { readonly path: string };
}

function lint(folder: string): Promise<readonly Diagnostic[]> {
  const options = ['--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none'];
  const rules = ['--only=style/noRestrictedImports', '--only=style/noRestrictedGlobals'];
  const args = [BIOME, 'lint', ...options, ...rules, '.'];
  return new Promise((resolve, reject) => {
    // Exits with 1 when it objects.
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (stdout.startsWith('{')) resolve(JSON.parse(stdout).diagnostics);
      else reject(new Error(`the linter printed no report: ${stderr}`, { cause: error }));
    });
  });
}

async function filesUnder(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(ROOT, folder), { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

describe('imports go one way', () => {
  let found: ReadonlySet<string>;
  beforeAll(async () => {
    found = await objections([...FORBIDDEN, ...ALLOWED]);
  });

  test.each(FORBIDDEN)('%s is caught', (file) => {
    expect(found).toContain(file);
  });

  test.each(ALLOWED)('%s is allowed', (file) => {
    expect(found).not.toContain(file);
  });
});

describe('what the linter does not read', () => {
  test('lessons import only what their folder may', async () => {
    const lessons = (await filesUnder('content')).filter((file) => extname(file) === '.mdx');
    expect(lessons).not.toEqual([]);
    const texts = lessons.map(async (file) => [file, await readFile(join(ROOT, file), 'utf8')] as const);
    expect([...(await objections(await Promise.all(texts)))]).toEqual([]);
  });

  // Math is no global to forbid: only one of its functions is impure.
  test('protocol/ has no randomness', async () => {
    const files = (await filesUnder('demos/protocol')).filter((file) => !/\.test\.ts$|arbitrary/.test(file));
    for (const file of files)
      expect(await readFile(join(ROOT, file), 'utf8'), file).not.toMatch(/\bMath\s*\.\s*random/);
  });

  // Vite resolves these patterns itself, past every import rule.
  test('nothing that runs in a browser globs the companion', async () => {
    const files = (await Promise.all(['content', 'demos', 'site'].map(filesUnder))).flat();
    for (const file of files.filter((each) => /\.(?:ts|svelte|astro|mdx)$/.test(each) && !each.includes('server'))) {
      const globs = (await readFile(join(ROOT, file), 'utf8')).matchAll(/import\.meta\.glob\(([^)]*)\)/g);
      for (const [, patterns] of globs) expect(patterns, file).not.toContain('server');
    }
  });
});

/** Modules that need each other. Each way of naming a module is in one of them. */
const CIRCLES: readonly (readonly [what: string, modules: Readonly<Record<string, string>>])[] = [
  [
    'types',
    {
      'demos/a/one.ts': `import type { Two } from './two.ts';\nexport type One = Two;`,
      'demos/a/two.ts': `import { type One, one } from './one.ts';\nexport type Two = One;`,
    },
  ],
  [
    'types of modules',
    {
      'demos/a/one.ts': `export type One = typeof import('./two.ts');`,
      'demos/a/two.ts': `export { one } from './one.ts';`,
    },
  ],
  [
    'modules that load late',
    {
      'demos/a/one.ts': `export const one = () => import('#demos/a/two.ts');`,
      'demos/a/two.ts': `export * from '#demos/a/three.ts';`,
      'demos/a/three.ts': `import './one.ts';`,
    },
  ],
  [
    'components',
    {
      'demos/a/One.svelte': `<script lang="ts">\n  import Two from './Two.svelte';\n</script>\n<Two />`,
      'demos/a/Two.svelte': `{#await import('./One.svelte') then { default: One }}<One />{/await}`,
    },
  ],
  [
    'a component and its module',
    {
      'demos/a/One.astro': `---\nimport One from './One.svelte';\n---\n<One />`,
      'demos/a/One.svelte': `<script lang="ts">import { one } from './one.ts';</script>`,
      'demos/a/one.ts': `import type {\n  Props,\n} from './One.astro';\nexport const one: Props = {};`,
    },
  ],
];

describe('no module needs itself', () => {
  test.each(CIRCLES)('a circle of %s is caught', (_, modules) => {
    const files = Object.keys(modules);
    expect(circleIn(importGraph(new Map(Object.entries(modules))))).toEqual([...files, files[0]]);
  });

  test('two ways to one module are no circle', () => {
    const modules = {
      'demos/a/one.ts': `import './two.ts';\nimport './three.ts';`,
      'demos/a/two.ts': `import './three.ts';`,
      'demos/a/three.ts': `import './three.json?raw';\nimport 'ws';`,
    };
    expect(circleIn(importGraph(new Map(Object.entries(modules))))).toBeNull();
  });

  test('there is no circle of ours', async () => {
    const files = (await Promise.all(['content', 'demos', 'site', 'tests', 'tools'].map(filesUnder))).flat();
    const modules = files.filter((file) => /\.(?:ts|svelte|astro|mdx)$/.test(file));
    const texts = modules.map(async (file) => [file, await readFile(join(ROOT, file), 'utf8')] as const);
    const graph = importGraph(new Map(await Promise.all(texts)));
    expect(graph.get('demos/assembler/Assembler.astro')).toContain('demos/assembler/Assembler.svelte');
    expect(circleIn(graph)).toBeNull();
  });
});

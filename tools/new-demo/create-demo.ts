import { execFile } from 'node:child_process';
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type DemoName, demoName, renamed } from './rename-sample.ts';

export type CreatedDemo =
  | { readonly kind: 'created'; readonly name: string; readonly files: readonly string[] }
  | { readonly kind: 'violation'; readonly message: string };

/** The sample is itself checked by lint, types and tests, so what is copied from it passes them. */
const SAMPLE = fileURLToPath(new URL('.', import.meta.url));
const BIOME = fileURLToPath(new URL('../../node_modules/@biomejs/biome/bin/biome', import.meta.url));

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** Where each file of the sample goes, from the root. */
async function placesFor(name: DemoName): Promise<readonly (readonly [from: string, to: string])[]> {
  const own = (await readdir(path.join(SAMPLE, 'demo'))).map(
    (file) => [`demo/${file}`, `demos/${name.kebab}/${renamed(file, name)}`] as const,
  );
  return [
    ...own,
    ['content/Sample.astro', `content/figures/${name.pascal}.astro`],
    ['content/sample.ts', `content/figures/en/${name.kebab}.ts`],
    ['content/sample.mdx', `content/lab/${name.kebab}.mdx`],
  ];
}

/** Copies the sample under its new name. Nothing that exists is written over. */
export async function createDemo(root: string, wanted: string): Promise<CreatedDemo> {
  const name = demoName(wanted);
  if (name.kind === 'violation') return name;
  const places = await placesFor(name);
  for (const place of [`demos/${name.kebab}`, ...places.map(([, to]) => to)])
    if (await exists(path.join(root, place)))
      return { kind: 'violation', message: `${place}: found already there, expected a free name` };
  for (const [from, to] of places) {
    await mkdir(path.join(root, path.dirname(to)), { recursive: true });
    await writeFile(path.join(root, to), renamed(await readFile(path.join(SAMPLE, from), 'utf8'), name));
  }
  const files = places.map(([, to]) => to);
  // Another name sorts otherwise, and may need more or fewer lines.
  await promisify(execFile)(process.execPath, [BIOME, 'check', '--write', ...files], { cwd: root });
  return { kind: 'created', name: name.kebab, files };
}

import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createCompanion } from '#demos/server/companion.ts';
import { installed } from '#tools/installed.ts';
import { run } from './run-example.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const read = (file: string) => readFileSync(`${here}${file}`, 'utf8');
/** Without the carriage returns and the empty line that end an HTTP head. */
const asPrinted = (out: string) => out.replaceAll('\r\n', '\n').replace(/\n\n$/, '\n');

const scripts = globSync('*.sh', { cwd: here }).sort();
/** What a script calls that not every machine has. */
const PROGRAMS: readonly (readonly [name: string, ask: string])[] = [
  ['openssl', 'version'],
  ['curl', '--version'],
  ['xxd', '--version'],
];
const canRun = (file: string) =>
  PROGRAMS.every(([name, ask]) => !new RegExp(`\\b${name} `).test(read(file)) || installed(name, ask));

describe('a shell script prints what stands beside it', () => {
  it.each(scripts.filter((file) => canRun(file) && !read(file).includes('curl ')))('%s', async (file) => {
    expect(await run(file)).toEqual({ out: read(file.replace(/sh$/, 'out')), err: '', code: 0 });
  });

  it.skipIf(!canRun('handshake.sh'))('handshake.sh, asked of the companion', async () => {
    const companion = await createCompanion();
    try {
      const { out, err } = await run('handshake.sh', `${companion.url}/ws/echo`);
      expect({ out: asPrinted(out), err }).toEqual({ out: read('handshake.out'), err: '' });
    } finally {
      await companion.close();
    }
  });
});

it('every script that lessons ask to run is one of these', () => {
  const lessons = globSync('*/*.mdx', { cwd: fileURLToPath(new URL('../../content/lessons/', import.meta.url)) });
  const asked = lessons.flatMap((lesson) => [
    ...readFileSync(new URL(`../../content/lessons/${lesson}`, import.meta.url), 'utf8').matchAll(
      /<Reproduce file="([^"]*)"/g,
    ),
  ]);
  for (const [, file] of asked) expect(scripts).toContain(file);
});

import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/** The documents at the root name files, tests and commands. Here: that these are there. */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const text = (file: string): string => readFileSync(`${ROOT}${file}`, 'utf8');
const all = (document: string, pattern: RegExp): string[] => [
  ...new Set([...document.matchAll(pattern)].map(([, found = '']) => found)),
];

const DOCUMENTS = globSync('*.md', { cwd: ROOT });
const FILES = globSync('{demos,content,site,tools,tests}/**/*.{ts,svelte,astro,json}', { cwd: ROOT });
const NAMES = new Set(FILES.map((file) => basename(file)));

describe.each(DOCUMENTS)('%s', (name) => {
  const document = text(name);

  test('links to files that are there', () => {
    const targets = all(document, /(?:\]\(|src="|srcset=")(?!https?:)([^)"#\s]+)/g);
    expect(targets.filter((target) => !existsSync(`${ROOT}${target}`))).toEqual([]);
  });

  test('names files that are there', () => {
    const named = all(document, /`((?:[\w.-]+\/)*[\w.-]+\.(?:ts|svelte|astro))`/g);
    const missing = named.filter((file) =>
      file.includes('/') ? globSync(file, { cwd: ROOT }).length === 0 : !NAMES.has(file),
    );
    expect(missing).toEqual([]);
  });

  test('names commands that npm has', () => {
    const { scripts } = JSON.parse(text('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    const commands = all(document, /\bnpm run ([a-z:]+)/g);
    expect(commands.filter((command) => !(command in scripts))).toEqual([]);
  });
});

test('every test group that SECURITY.md names is in a test of the companion', () => {
  const tests = FILES.filter((file) => /^demos\/server\/.*\.test\.ts$/.test(file))
    .map(text)
    .join('\n');
  const rows = text('SECURITY.md')
    .split('\n')
    .filter((line) => /^\| \d \|/.test(line));
  expect(rows).toHaveLength(9);
  for (const group of rows.flatMap((row) => all(row.split('|').at(-2) ?? '', /\*([^*]+)\*/g)))
    expect(tests, group).toContain(`describe('${group}`);
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashInputs } from './build-if-changed.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'inputs-'));
  await mkdir(join(root, 'content', 'lessons'), { recursive: true });
  await writeFile(join(root, 'content', 'lessons', 'one.mdx'), 'one');
  await writeFile(join(root, 'package-lock.json'), '{}');
});
afterEach(() => rm(root, { recursive: true }));

test('the same inputs have the same hash', async () => {
  expect(await hashInputs(root, {})).toBe(await hashInputs(root, {}));
});

test.each([
  ['a changed file', 'content/lessons/one.mdx', 'two'],
  ['a new file', 'content/lessons/two.mdx', ''],
  ['other versions', 'package-lock.json', '{ }'],
])('%s changes it', async (_what, path, content) => {
  const before = await hashInputs(root, {});
  await writeFile(join(root, path), content);
  expect(await hashInputs(root, {})).not.toBe(before);
});

test('so does another base address', async () => {
  expect(await hashInputs(root, { BASE: '/course' })).not.toBe(await hashInputs(root, {}));
});

test.each(['content/lessons/one.test.ts', 'README.md', 'dist'])('%s does not', async (path) => {
  const before = await hashInputs(root, {});
  await writeFile(join(root, path), 'x');
  expect(await hashInputs(root, {})).toBe(before);
});

test('bytes moved from one file to the next are a change', async () => {
  await writeFile(join(root, 'content', 'a'), 'xy');
  await writeFile(join(root, 'content', 'b'), 'z');
  const before = await hashInputs(root, {});
  await writeFile(join(root, 'content', 'a'), 'x');
  await writeFile(join(root, 'content', 'b'), 'yz');
  expect(await hashInputs(root, {})).not.toBe(before);
});

import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { compressSite } from './compress-site.ts';

test('text is compressed twice, in every folder; pictures and small files are left alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'compress-'));
  const page = '<p>Hello</p>'.repeat(200);
  await mkdir(join(folder, 'lessons'));
  await writeFile(join(folder, 'lessons', 'index.html'), page);
  await writeFile(join(folder, 'a.png'), page);
  await writeFile(join(folder, 'small.css'), 'p{}');
  expect(await compressSite(folder)).toBe(1);
  const path = join(folder, 'lessons', 'index.html');
  expect(brotliDecompressSync(await readFile(`${path}.br`)).toString()).toBe(page);
  expect(gunzipSync(await readFile(`${path}.gz`)).toString()).toBe(page);
  expect([join(folder, 'a.png.br'), join(folder, 'small.css.br')].some(existsSync)).toBe(false);
  // Once more changes nothing: what is compressed is no text.
  expect(await compressSite(folder)).toBe(1);
  await rm(folder, { recursive: true });
});

import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Rewrites each page of a built site; `rewrite` gets its HTML and gives it back, changed or not. */
export async function eachPage(dist: URL, rewrite: (html: string) => string | Promise<string>): Promise<void> {
  const root = fileURLToPath(dist);
  const pages = (await readdir(root, { recursive: true })).filter((file) => file.endsWith('.html'));
  for (const page of pages) {
    const file = path.join(root, page);
    await writeFile(file, await rewrite(await readFile(file, 'utf8')));
  }
}

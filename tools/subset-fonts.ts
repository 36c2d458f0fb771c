import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import subsetFont from 'subset-font';

/**
 * Makes the faces in site/fonts from larger ones: `node tools/subset-fonts.ts <folder>`.
 *
 * The folder holds woff2 or ttf files with the names below: Source Serif 4 (https://github.com/adobe-fonts/source-serif)
 * with its optical size pinned and its weight limited to 400–600, and Commit Mono (https://commitmono.com).
 */

const ASCII = String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 0x20 + i));

/** What the English text of the course uses beyond ASCII. Anything rarer comes from the reader's own faces. */
const PROSE = '\u00a0§°·×é½–—‘’“”…←→−';
const WIRE = '\u00a0§·×–—‘’“”•…←↑→↓−≠≤≥✓✗';

interface Face {
  readonly file: string;
  readonly text: string;
}

export const faces: readonly Face[] = [
  { file: 'source-serif-4-400-600', text: ASCII + PROSE },
  { file: 'source-serif-4-400-italic', text: ASCII + PROSE },
  { file: 'commit-mono-400', text: ASCII + WIRE },
  { file: 'commit-mono-600', text: ASCII + WIRE },
];

/** Kerning stays. Ligatures (2 KB) go to keep all four faces under 40 KB; hinting goes, which rasterisers of today do without. */
export const subset = (source: Uint8Array, text: string): Promise<Uint8Array> =>
  subsetFont(Buffer.from(source), text, {
    targetFormat: 'woff2',
    keepFeatures: ['kern'],
    noHinting: true,
    dropTables: ['gasp', 'GDEF', 'STAT'],
  });

async function read(folder: string, file: string): Promise<Uint8Array> {
  for (const extension of ['woff2', 'ttf']) {
    const source = await readFile(path.join(folder, `${file}.${extension}`)).catch(() => null);
    if (source) return source;
  }
  throw new Error(`${folder} has no ${file}.woff2 and no ${file}.ttf`);
}

async function main(from: string | undefined): Promise<void> {
  if (!from) throw new Error('usage: node tools/subset-fonts.ts <folder with the source fonts>');
  const to = path.join(import.meta.dirname, '..', 'site', 'fonts');
  await mkdir(to, { recursive: true });
  for (const { file, text } of faces) {
    const font = await subset(await read(from, file), text);
    await writeFile(path.join(to, `${file}.woff2`), font);
    console.log(`${file}.woff2 ${font.length} bytes`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(process.argv[2]);

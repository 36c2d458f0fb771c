import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { faces, subset } from './subset-fonts.ts';

const fonts = path.join(import.meta.dirname, '..', 'site', 'fonts');
const file = (name: string): string => path.join(fonts, `${name}.woff2`);

test('all faces together stay under 40 KB', async () => {
  const sizes = await Promise.all(faces.map(async (face) => (await stat(file(face.file))).size));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(40_000);
});

test.each(faces)('$file is what subsetting it again would give', async (face) => {
  const shipped = await readFile(file(face.file));
  expect(Buffer.compare(await subset(shipped, face.text), shipped)).toBe(0);
});

import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDemo } from '#tools/new-demo/create-demo.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

let copy = '';
beforeAll(async () => {
  copy = await mkdtemp(path.join(tmpdir(), 'new-demo-'));
  const left = new Set(['node_modules', 'dist', 'test-results', '.git', '.cache', '.astro']);
  await cp(ROOT, copy, { recursive: true, filter: (file) => !left.has(path.relative(ROOT, file)) });
  await symlink(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
});
afterAll(() => rm(copy, { recursive: true }));

test('a new demo passes npm run check untouched, and is listed nowhere by hand', { timeout: 300_000 }, async () => {
  expect(await createDemo(copy, 'close-theatre')).toMatchObject({ kind: 'created', name: 'close-theatre' });
  // Of the unit tests its own: the others do not read it, and are run where they stand.
  for (const args of [
    ['run', 'lint'],
    ['run', 'types'],
    ['run', 'unit', '--', 'demos/close-theatre'],
  ])
    await expect(run('npm', args, { cwd: copy, maxBuffer: 2 ** 26 })).resolves.toMatchObject({
      stdout: expect.any(String),
    });
  expect(await createDemo(copy, 'close-theatre')).toEqual({
    kind: 'violation',
    message: 'demos/close-theatre: found already there, expected a free name',
  });
});

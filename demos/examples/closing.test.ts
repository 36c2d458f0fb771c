import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { python, run, serve } from './run-example.ts';

const output = (file: string) => readFileSync(new URL(file.replace(/\.\w+$/, '.out'), import.meta.url), 'utf8');

test.each(['closing.mjs', 'after-close.mjs'])('%s prints what the lesson prints', async (file) => {
  expect(await run(file)).toEqual({ out: output(file), err: '', code: 0 });
});

test.skipIf(!python)('say_bye.py is answered with its own code', async () => {
  const server = await serve('echo-server.mjs', 'http://127.0.0.1:8765');
  try {
    expect(await run('say_bye.py', `ws://${server.address}`)).toEqual({ out: output('say_bye.py'), err: '', code: 0 });
  } finally {
    await server.stop();
  }
});

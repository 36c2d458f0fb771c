import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { python, run, serve } from './run-example.ts';

const output = (file: string) => readFileSync(new URL(file.replace(/\.\w+$/, '.out'), import.meta.url), 'utf8');

test.each(['fragments.mjs', 'utf8-in-pieces.mjs'])('%s prints what the lesson prints', async (file) => {
  expect(await run(file)).toEqual({ out: output(file), err: '', code: 0 });
});

test.skipIf(!python)('send_fragments.py sends one message in pieces, and its ping is answered', async () => {
  const server = await serve('echo-server.mjs', 'http://127.0.0.1:8765');
  try {
    const file = 'send_fragments.py';
    expect(await run(file, `ws://${server.address}`)).toEqual({ out: output(file), err: '', code: 0 });
  } finally {
    await server.stop();
  }
});

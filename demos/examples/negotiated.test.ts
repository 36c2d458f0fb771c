import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { python, run } from './run-example.ts';

const output = (file: string) => readFileSync(new URL(file.replace(/\.\w+$/, '.out'), import.meta.url), 'utf8');
const hasPython = python !== undefined || spawnSync('python3', ['--version']).status === 0;

test.each(['deflate-hello.mjs', 'subprotocol.mjs', ...(hasPython ? ['deflate_hello.py'] : [])])(
  '%s prints what the lesson prints',
  async (file) => {
    expect(await run(file)).toEqual({ out: output(file), err: '', code: 0 });
  },
);

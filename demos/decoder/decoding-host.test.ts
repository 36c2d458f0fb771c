import { describe, expect, test } from 'vitest';
import { DecodingHost } from './decoding-host.ts';
import { AUTO } from './settings.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

const HELLO = '81 05 48 65 6c 6c 6f ';

/** A worker whose turns the test takes. */
function host() {
  const posted: FromWorker[] = [];
  const waiting: (() => void)[] = [];
  const one = new DecodingHost(
    (message) => posted.push(message),
    (run) => waiting.push(run),
  );
  return {
    posted,
    ask: (message: ToWorker) => one.take(message),
    turn: () => waiting.shift()?.(),
    finish() {
      for (let next = waiting.shift(); next; next = waiting.shift()) next();
    },
  };
}
const decode = (run: number, text: string): ToWorker => ({
  type: 'decode',
  run,
  input: { from: 'text', text },
  settings: AUTO,
});
const rowsOf = (posted: readonly FromWorker[]) =>
  posted.flatMap((message) => (message.type === 'rows' ? message.rows : []));

describe('the decoder in its worker', () => {
  test('tells what it recognised, then rows, then the end with the bytes that a link carries', () => {
    const { posted, ask, finish } = host();
    ask(decode(1, HELLO));
    finish();
    expect(posted.map(({ type, run }) => [type, run])).toEqual([
      ['recognised', 1],
      ['rows', 1],
      ['ended', 1],
    ]);
    expect(posted.at(-1)).toMatchObject({ bytes: { length: 7 } });
  });

  test('tells any row in detail, also while it decodes on', () => {
    const { posted, ask, turn } = host();
    ask(decode(1, HELLO.repeat(5_000)));
    turn();
    turn();
    ask({ type: 'detail', run: 1, row: 3 });
    expect(posted.map(({ type }) => type)).toEqual(['recognised', 'rows', 'detail']);
    expect(posted.at(-1)).toMatchObject({ detail: { row: 3 } });
  });

  test('is cancelled between two steps, and what it had is still told in detail', () => {
    const { posted, ask, turn, finish } = host();
    ask(decode(1, HELLO.repeat(5_000)));
    turn();
    turn();
    const { length } = rowsOf(posted);
    ask({ type: 'cancel', run: 1 });
    finish();
    expect(rowsOf(posted)).toHaveLength(length);
    ask({ type: 'detail', run: 1, row: length - 1 });
    expect(posted.at(-1)).toMatchObject({ type: 'detail' });
  });

  test('drops one input for the next', () => {
    const { posted, ask, turn, finish } = host();
    ask(decode(1, HELLO.repeat(5_000)));
    turn();
    ask(decode(2, HELLO));
    finish();
    expect(posted.filter(({ run }) => run === 1).map(({ type }) => type)).toEqual(['recognised']);
    ask({ type: 'detail', run: 1, row: 0 });
    expect(posted.at(-1)).toMatchObject({ type: 'ended', run: 2 });
  });
});

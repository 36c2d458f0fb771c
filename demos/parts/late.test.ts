import { expect, test } from 'vitest';
import { Late } from './late.ts';

/** A script that comes, or does not, when the test says so. */
function arranged() {
  const asked: PromiseWithResolvers<string>[] = [];
  const failures: number[] = [];
  const late = new Late(
    () => {
      const one = Promise.withResolvers<string>();
      asked.push(one);
      return one.promise;
    },
    () => failures.push(asked.length),
  );
  const done: string[] = [];
  const use = (what: string): Promise<void> => late.use((module) => void done.push(`${what} with ${module}`));
  return { late, asked, failures, done, use };
}

test('is loaded once, however many need it, and they are served in the order in which they asked', async () => {
  const { asked, done, use } = arranged();
  const all = [use('first'), use('second'), use('third')];
  expect([asked.length, done]).toEqual([1, []]);
  asked[0]?.resolve('it');
  await Promise.all(all);
  expect(done).toEqual(['first with it', 'second with it', 'third with it']);
});

test('once it has come, what needs it is done at once', async () => {
  const { late, asked, done, use } = arranged();
  expect(late.module).toBeNull();
  const reached = late.reach();
  asked.at(-1)?.resolve('it');
  await reached;
  void use('now');
  expect([late.module, done]).toEqual(['it', ['now with it']]);
});

test('what needs no script is done at once, but not before what was asked for earlier', async () => {
  const { late, asked, done, use } = arranged();
  const inTurn = (what: string): Promise<void> => late.inTurn(() => void done.push(what));
  void late.reach();
  void inTurn('nobody waits');
  expect(done).toEqual(['nobody waits']);
  const all = [use('first'), inTurn('second'), use('third'), inTurn('fourth')];
  asked[0]?.resolve('it');
  await Promise.all(all);
  expect(done.slice(1)).toEqual(['first with it', 'second', 'third with it', 'fourth']);
});

test('what needs no script is done though the script cannot be had', async () => {
  const { late, asked, done, use } = arranged();
  const all = [use('first'), late.inTurn(() => void done.push('second'))];
  asked[0]?.reject(new TypeError('Failed to fetch'));
  await Promise.all(all);
  expect(done).toEqual(['second']);
});

test('where it cannot be had, that is told, nothing is done, and the next wish asks again', async () => {
  const { asked, failures, done, use } = arranged();
  const first = use('first');
  asked[0]?.reject(new TypeError('Failed to fetch'));
  await first;
  expect([failures, done]).toEqual([[1], []]);
  const second = use('second');
  asked[1]?.resolve('it');
  await second;
  expect(done).toEqual(['second with it']);
});

test('nothing is done, or told, for a figure that is gone', async () => {
  const { late, asked, failures, done, use } = arranged();
  const [kept, lost] = [use('first'), arranged()];
  late.dispose();
  asked[0]?.resolve('it');
  await kept;
  lost.late.dispose();
  const refused = lost.use('second');
  lost.asked[0]?.reject(new TypeError('Failed to fetch'));
  await refused;
  expect([done, failures, lost.failures]).toEqual([[], [], []]);
});

import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { recordedCapture } from '#demos/capture/recording.ts';
import { fromHex, toHex } from '#demos/protocol/bytes.ts';
import { FramesFigure } from './frames.figure.svelte.ts';
import type { LogRow } from './frames.log.ts';
import { firstBench, recordedLog } from './frames.recorded.ts';
import { RUN_IDS } from './frames.runs.ts';

const capture = recordedCapture(readFileSync('content/captures/frames.json', 'utf8'));
const log = recordedLog(capture);
const recorded = { log, first: firstBench(log), madeWith: capture.madeWith, url: '/frames.json' };

let figure: FramesFigure;
async function awake(): Promise<FramesFigure> {
  figure = new FramesFigure(recorded);
  figure.wake(false);
  await figure.reach();
  return figure;
}
afterEach(() => figure.dispose());
/** What a run needs is loaded first, which takes its time on a busy machine. */
const seen = (condition: () => void): Promise<void> => vi.waitFor(condition, { timeout: 4000 });

/** What the decoder has come to. */
const stage = ({ workbench, index }: FramesFigure) => workbench.stages[index];
const hex = (): string => toHex(figure.workbench.bench.bytes);

test('it begins with the first frame of the recording, read to its end', async () => {
  const I = await awake();
  expect(hex()).toMatch(/^81 85 /);
  expect(stage(I)?.state).toBe('deliver');
  expect(I.source).toBe('recorded');
});

test('a bit flipped selects its field; undone, the frame is as it passed', async () => {
  const I = await awake();
  const before = hex();
  I.workbench.flip(1);
  expect(I.workbench.selected).toEqual({ part: 'rsv', index: null });
  expect(stage(I)?.state).toBe('failed');
  expect(I.workbench.changed).toBe(true);
  I.workbench.restore();
  expect(hex()).toBe(before);
  expect(stage(I)?.state).toBe('deliver');
  expect(I.workbench.changed).toBe(false);
});

test('while it is stepped through, an edit leaves the stage where it is as long as there is one', async () => {
  const I = await awake();
  I.go(1);
  I.workbench.flip(80);
  expect(stage(I)).toEqual({ state: 'mask', readTo: 2 });
});

for (const run of RUN_IDS)
  test(`the run “${run}” lays a frame on the bench`, async () => {
    const I = await awake();
    I.workbench.put({ bytes: fromHex('ff') });
    await I.run(run);
    expect(hex()).not.toBe('ff');
    expect(I.workbench.selected).toBeNull();
  });

test('a run whose frame is in the recording shows the recorded one', async () => {
  const I = await awake();
  await I.run('e-acute');
  expect(I.workbench.origin.kind).toBe('log');
  expect(I.workbench.bench.bytes).toHaveLength(8);
  await I.run('fragments');
  expect(hex()).toBe('01 03 48 65 6c');
});

test('without a companion a frame is tried on the model, which says so', async () => {
  const I = await awake();
  await I.run('rsv1');
  await seen(() => expect(I.trial?.rows.some(({ direction }) => direction === 'server-to-client')).toBe(true));
  expect(I.trial?.source).toBe('model');
  expect(frameOf(I.trial?.rows)).toBe('88 02 03 ea');
});

test('what was tried is forgotten when the bench changes', async () => {
  const I = await awake();
  await I.run('rsv1');
  await seen(() => expect(I.trial).not.toBeNull());
  I.workbench.flip(4);
  expect(I.trial).toBeNull();
});

test('on the model a message is sent, logged, and laid on the bench', async () => {
  const I = await awake();
  I.choose('model');
  await seen(() => expect(I.socket).toBe('open'));
  expect(I.log.rows).toEqual([]);
  I.send('é');
  await seen(() => expect(I.log.rows.length).toBe(2));
  expect(I.workbench.origin).toEqual({ kind: 'log', key: I.log.rows[0]?.key });
  expect(hex()).toMatch(/^81 82 /);
  await I.ask('close');
  await seen(() => expect(I.socket).toBe('ended'));
  expect(hex()).toMatch(/^88 86 /);
});

test('back to the recording, its log and its first frame are shown again', async () => {
  const I = await awake();
  I.choose('model');
  await seen(() => expect(I.socket).toBe('open'));
  I.choose('recorded');
  expect(I.log).toBe(recorded.log);
  expect(hex()).toMatch(/^81 85 /);
});

test('a link lays its frame on the bench and sends nothing', async () => {
  const I = await awake();
  I.obey(new URLSearchParams('hex=c18000000000&from=client&policy=ws&part=rsv'));
  expect(hex()).toBe('c1 80 00 00 00 00');
  expect(I.workbench.policy).toBe('ws');
  expect(stage(I)?.state).toBe('failed');
  expect(I.workbench.selected?.part).toBe('rsv');
  expect(I.trial).toBeNull();
  expect(I.source).toBe('recorded');
});

function frameOf(rows: readonly LogRow[] | undefined): string | undefined {
  const row = rows?.find(({ kind, direction }) => kind === 'frame' && direction === 'server-to-client');
  return row?.kind === 'frame' ? row.hex : undefined;
}

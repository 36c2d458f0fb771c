import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Capture } from '#demos/capture/capture.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { wsConnection } from '#demos/machines/ws-connection.machine.ts';
import { connectLifecycle, mainClaim } from './lifecycle.connect.ts';
import { scoreOf } from './lifecycle.score.ts';
import { STATE_PATHS } from './lifecycle.texts.ts';
import { modelLife, whole } from './test-lives.ts';
import { texts } from './test-texts.ts';

const recorded = (name: string): Capture =>
  recordedCapture(readFileSync(new URL(`../../content/captures/${name}.json`, import.meta.url), 'utf8'), name);
const recordedLife = recorded('lifecycle');

const { moments } = whole(recordedLife);
const viewAt = (index: number) => connectLifecycle(moments, index, texts);
const end = moments.length - 1;

describe('what script knows', () => {
  test('is nothing but CONNECTING after the constructor', () =>
    expect(viewAt(0).knows).toEqual({ readyState: 0, name: 'CONNECTING', bufferedAmount: 0, events: [], gone: false }));

  test('at the end is every event it was told, and no other', () =>
    expect(viewAt(end).knows.events).toEqual([
      'open',
      'message "Hello"',
      'close code 1000, reason "done", wasClean true',
    ]));

  test('is nobody’s once the document has left', () => {
    const { story } = modelLife('leave');
    expect(connectLifecycle(story.moments, story.moments.length - 1, texts).knows.gone).toBe(true);
  });
});

describe('the ledger', () => {
  test('gives the wire to nobody, and calls and events to script', () => {
    const { ledger } = viewAt(end);
    expect(ledger).toHaveLength(moments.length);
    expect(ledger.filter(({ direction }) => direction !== null).every(({ knower }) => knower === 'nobody')).toBe(true);
  });

  test('says where readyState changed without an event', () => {
    const changes = viewAt(end).ledger.flatMap(({ label, change }) => (change ? [`${label}: ${change}`] : []));
    expect(changes).toEqual(['close(1000): readyState 1 → 2, ui.noEvent']);
  });

  test('says nothing of readyState to a document that has left', () => {
    const { story } = modelLife('leave');
    expect(connectLifecycle(story.moments, 0, texts).ledger.every(({ change }) => change === '')).toBe(true);
  });
});

describe('an explanation', () => {
  test('is covered by the shutter where script sees nothing', () => {
    const late = moments.findIndex(({ claims }) => claims.includes('message too late'));
    expect(viewAt(late).explanation).toMatchObject({
      title: 'claims.message too late',
      sees: 'ui.seesNothing',
      hidden: true,
    });
    expect(viewAt(end).explanation).toMatchObject({ title: 'claims.closed in order', hidden: false });
  });

  test('of several transitions at once is of the one that script noticed most', () => {
    expect(mainClaim(['buffer drained', 'message received'])).toBe('message received');
    expect(mainClaim([])).toBeNull();
  });
});

describe('the score', () => {
  const score = scoreOf(moments, texts);
  test('marks every moment in one lane', () =>
    expect([...score.script, ...score.wire].map(({ moment }) => moment).sort((a, b) => a - b)).toEqual(
      moments.map((_, i) => i),
    ));
  test('shows readyState 0 to 3 as one band without gaps', () => {
    expect(score.readyState.map(({ value }) => value)).toEqual([0, 1, 2, 3]);
    expect(score.readyState.map(({ to }) => to).slice(0, -1)).toEqual(
      score.readyState.map(({ from }) => from).slice(1),
    );
  });
  test('keeps labels in a row apart', () => {
    for (const marks of [score.script, score.wire])
      for (const row of new Set(marks.map((mark) => mark.row))) {
        const starts = marks.filter((mark) => mark.row === row && !mark.end).map(({ labelX }) => labelX);
        expect(starts).toEqual([...starts].sort((a, b) => a - b));
      }
  });
});

test('the texts name every state of the machine', () => {
  const paths = (node: typeof wsConnection.root): string[] =>
    Object.values(node.states).flatMap((child) => [child.path.join('.'), ...paths(child as typeof wsConnection.root)]);
  expect([...STATE_PATHS].sort()).toEqual(paths(wsConnection.root).sort());
});

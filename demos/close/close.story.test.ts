import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { recordedCapture } from '#demos/capture/recording.ts';
import { peerEvents } from '#demos/machines/peer-closing.events.ts';
import { peerClosing, peerReadyState } from '#demos/machines/peer-closing.machine.ts';
import { replay } from '#demos/machines/replay.ts';
import { recordedStories } from './close.recorded.ts';
import { RECORDED_RUNS, recordedRun } from './close.recording.ts';
import { RUN_IDS } from './close.runs.ts';
import { storyOf } from './close.story.ts';
import { modelCapture, modelStory } from './test-stories.ts';
import { tell } from './test-tell.ts';

const file = new URL('../../content/captures/close.json', import.meta.url);
const recording = recordedCapture(readFileSync(file, 'utf8'), 'close');
const recorded = recordedStories(recording);

/** Without when: two clocks say little about what was first where nothing ties it. */
const without = (story: readonly string[], ...left: readonly string[]) => story.filter((each) => !left.includes(each));

describe('the recording', () => {
  test('of close() holds a Close without a code each way, and 1005 at both ends (RFC 6455 §7.1.5)', () => {
    expect(tell(recorded.close).slice(0, 5)).toEqual(['open', 'client close', '→ Close –', '← Close –', '← FIN']);
    expect(tell(recorded.close)).toContain('client is told 1005 clean');
    expect(tell(recorded.close)).toContain('server is told 1005 clean');
  });

  test('of both at once has each end told the other’s code', () => {
    const told = tell(recorded.both);
    expect(told).toEqual(expect.arrayContaining(['client is told 4001 clean', 'server is told 4002 clean']));
    expect(told.indexOf('server pause')).toBeLessThan(told.indexOf('client close 4002'));
    expect(told.indexOf('server close 4001')).toBeLessThan(told.indexOf('server resume'));
  });

  test('of a cut TCP connection holds no Close, and 1006 at both ends', () => {
    expect(tell(recorded.terminate).filter((each) => each.includes('Close'))).toEqual([]);
    expect(tell(recorded.terminate)).toEqual(
      expect.arrayContaining(['← FIN', 'client is told 1006 unclean', 'server is told 1006 unclean']),
    );
  });

  test('of a broken rule: who notices is told 1006, and the other end 1002', () => {
    expect(tell(recorded.violation)).toEqual(
      expect.arrayContaining(['← opcode 3', '→ Close 1002', 'client is told error', 'client is told 1006 unclean']),
    );
    expect(tell(recorded.violation)).toContain('server is told 1002 clean');
  });

  test('of a page that goes: the browser says 1001, and nobody in it is told anything', () => {
    expect(tell(recorded.cut)).toEqual(
      expect.arrayContaining(['client leave', '→ Close 1001', 'server is told 1001 clean']),
    );
    expect(tell(recorded.cut).filter((each) => each.startsWith('client is told'))).toEqual([]);
  });

  test('of a message sent before close(): its echo arrives, and is not told', () => {
    expect(tell(recorded.late)).toEqual(expect.arrayContaining(['→ opcode 1', '← opcode 1']));
    expect(tell(recorded.late)).not.toContain('client is told message');
  });

  test('of a server that leaves TCP open: the browser waits 2 s, and ends TCP first', () => {
    const told = tell(recorded.linger);
    expect(told.slice(-5)).toContain('→ FIN');
    expect(told.indexOf('→ FIN')).toBeLessThan(told.indexOf('← FIN'));
    expect(told).toContain('waited');
  });

  test('gives a Close’s payload as it was before it was masked', () => {
    const close = recorded.code.find(
      ({ what }) => what.kind === 'frame' && what.direction === 'client-to-server',
    )?.what;
    expect(close).toMatchObject({ bytes: 11, close: { code: 4001, reason: 'bye', payload: '0f a1 62 79 65' } });
  });
});

describe('the model', () => {
  test('waits a minute for an answer that never comes', () => {
    expect(tell(modelStory('no-answer'))).toEqual([
      ...[
        'open',
        'server pause',
        'client close 1000',
        '→ Close 1000',
        'waited',
        '→ FIN',
        'client is told 1006 unclean',
      ],
    ]);
    expect(modelStory('no-answer').at(-1)?.at).toBeGreaterThan(60_000);
  });

  test.each(RECORDED_RUNS)('ends "%s" as Chromium and ws did', (run) => {
    // Who hears of TCP's end first is chance; ws sees no FIN of the client once it has cut TCP itself.
    const ignored = run === 'terminate' ? ['→ FIN'] : [];
    expect(without(tell(modelStory(run)), ...ignored).sort()).toEqual(without(tell(recorded[run]), ...ignored).sort());
  });

  test.each(RECORDED_RUNS)('has "%s" pass in the same order at each end', (run) => {
    const at = (end: 'client' | 'server', story: readonly string[]) =>
      without(story, '→ FIN', '← FIN', 'client is told error').filter((each) =>
        end === 'client' ? /^(?:client|→ Close)/.test(each) : /^server/.test(each),
      );
    const [model, real] = [tell(modelStory(run)), tell(recorded[run])];
    expect(at('server', model)).toEqual(at('server', real));
    if (run !== 'violation') expect(at('client', model)).toEqual(at('client', real));
  });
});

describe('the server’s machine', () => {
  test.each(RECORDED_RUNS)('reads readyState as ws did, in "%s"', (run) => {
    const { events } = recordedRun(recording, run);
    const steps = replay(peerClosing, events, peerEvents);
    const said = events.flatMap((event) =>
      event.kind === 'peer' && !('do' in event.peer && event.peer.do !== 'read') ? [event] : [],
    );
    for (const event of said) {
      const step = steps.findLast(({ cause }) => cause === null || events.indexOf(cause) <= events.indexOf(event));
      expect(step && peerReadyState(step.snapshot)).toBe(event.readyState);
    }
    expect(said.length).toBeGreaterThan(1);
  });

  test.each(RUN_IDS)('tells of a clean end where ws would, in the model’s "%s"', (run) => {
    const last = modelStory(run).findLast(({ what }) => what.kind === 'closed' && what.end === 'server');
    if (last?.what.kind === 'closed') expect(last.server).toBe(last.what.wasClean ? 'closed.clean' : 'closed.abnormal');
    else expect(run).toBe('no-answer');
  });
});

test('a capture in which nothing has opened has no story', () => {
  const { events, ...capture } = modelCapture('close');
  expect(storyOf({ ...capture, events: [] })).toBeNull();
  expect(storyOf({ ...capture, events: events.slice(0, 2) })).toBeNull();
});

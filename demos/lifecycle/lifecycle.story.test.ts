import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Capture } from '#demos/capture/capture.ts';
import { isScriptEvent } from '#demos/capture/event-kinds.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { momentLabel } from './lifecycle.labels.ts';
import { type Story, storyOf } from './lifecycle.story.ts';
import { modelLife, RUN_IDS, whole } from './test-lives.ts';
import { texts } from './test-texts.ts';

const recorded = (name: string): Capture =>
  recordedCapture(readFileSync(new URL(`../../content/captures/${name}.json`, import.meta.url), 'utf8'), name);
const recordedLife = recorded('lifecycle');

const lives: (readonly [string, Capture])[] = [
  ...['handshake', 'frames', 'lifecycle'].map((name) => [name, recorded(name)] as const),
  ...RUN_IDS.map((run) => [`the model, ${run}`, modelLife(run).capture] as const),
];
const labels = ({ moments }: Story): string[] => moments.map((moment) => momentLabel(moment, texts));
const last = (story: Story) => story.moments.at(-1);

describe('the machine, driven by a capture', () => {
  test.each(lives)('is where script read that it was, at every record: %s', (_, capture) => {
    const { connection, moments } = whole(capture);
    const events = capture.events.filter((event) => event.connection === connection);
    for (const { events: place, readyState, bufferedAmount, what, left } of moments) {
      const event = events[place - 1];
      // A document that is gone reads nothing.
      if (left || !event || !isScriptEvent(event) || (what.lane !== 'call' && what.lane !== 'told')) continue;
      expect({ id: event.id, readyState, bufferedAmount }).toEqual({
        id: event.id,
        readyState: event.readyState,
        bufferedAmount: event.bufferedAmount,
      });
    }
  });

  test.each(lives)('never goes back in time: %s', (_, capture) => {
    const times = whole(capture).moments.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test('shows the recorded life from its constructor to a clean end', () => {
    const story = whole(recordedLife);
    expect(labels(story)[0]).toBe('new WebSocket()');
    expect(last(story)).toMatchObject({ state: 'closed.clean', readyState: 3 });
    const states = [...new Set(story.moments.map(({ state }) => state.split(' ')[0]))];
    expect(states).toEqual([
      'connecting.tcpHandshake',
      'connecting.upgradeSent',
      'open.path.alive',
      'closing.closeSent',
      'closing.awaitingTcpClose',
      'closed.clean',
    ]);
  });

  test('knows the echo that came after close() as a message nobody got', () => {
    const late = whole(recordedLife).moments.find(({ claims }) => claims.includes('message too late'));
    expect(late).toMatchObject({ what: { lane: 'wire' }, readyState: 2, state: 'closing.closeSent' });
  });
});

describe('a scenario of the prose', () => {
  const ends = (run: (typeof RUN_IDS)[number]) => last(modelLife(run).story);
  const told = (run: (typeof RUN_IDS)[number]) =>
    modelLife(run).story.moments.flatMap(({ what }) => (what.lane === 'told' ? [what.told] : []));

  test('connect opens', () =>
    expect(ends('connect')).toMatchObject({ state: 'open.path.alive open.outgoing.drained' }));
  test('send-early throws and opens all the same', () => {
    expect(labels(modelLife('send-early').story)).toContain('send("Hello") ✕');
    expect(told('send-early')).toEqual([{ on: 'open' }]);
  });
  test('close ends with 1005, since its Close had no code', () =>
    expect(told('close').at(-1)).toMatchObject({ on: 'close', code: 1005, wasClean: true }));
  test('close-code ends with that code', () =>
    expect(told('close-code').at(-1)).toMatchObject({ code: 4000, wasClean: true }));
  test('server-close ends with the server’s', () =>
    expect(told('server-close').at(-1)).toMatchObject({ code: 1001, reason: 'restart', wasClean: true }));
  test('server-cut ends with 1006, and no error', () =>
    expect(told('server-cut').slice(1)).toEqual([{ on: 'close', code: 1006, reason: '', wasClean: false }]));
  test('vanish leaves script with readyState 1 and nothing told', () => {
    expect(ends('vanish')).toMatchObject({ readyState: 1, state: 'open.path.halfOpen open.outgoing.drained' });
    expect(told('vanish')).toEqual([{ on: 'open' }]);
  });
  test('leave tells nobody', () => {
    expect(told('leave')).toEqual([{ on: 'open' }]);
    expect(ends('leave')).toMatchObject({ left: true, readyState: 3 });
  });
  test('send-after-close counts bytes that go nowhere', () =>
    expect(ends('send-after-close')).toMatchObject({ readyState: 3, bufferedAmount: 5 }));
});

describe('what the reader may do', () => {
  test('is what the machine takes', () => {
    const acts = (state: string) => whole(recordedLife).moments.find((moment) => moment.state.startsWith(state))?.acts;
    expect(acts('connecting')).toEqual(['connect', 'send-early', 'send', 'close', 'close-code', 'leave']);
    expect(acts('open')).toHaveLength(9);
    expect(acts('closing')).toEqual(['connect', 'send-early', 'send', 'leave']);
    expect(acts('closed')).toEqual(['connect', 'send-early', 'send']);
  });
  test('is to connect, once the document has left', () =>
    expect(last(modelLife('leave').story)?.acts).toEqual(['connect', 'send-early']));
});

test('a capture without a WebSocket has no story', () =>
  expect(storyOf({ format: 1, source: 'live', madeWith: {}, events: [] })).toBeNull());

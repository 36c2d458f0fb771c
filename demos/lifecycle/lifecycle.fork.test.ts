import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Capture } from '#demos/capture/capture.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { seededBytes } from '#demos/link/random-bytes.ts';
import { type ActId, isFresh } from './lifecycle.acts.ts';
import { startFork } from './lifecycle.fork.ts';
import { momentLabel } from './lifecycle.labels.ts';
import type { Story } from './lifecycle.story.ts';
import { modelLife, whole } from './test-lives.ts';
import { texts } from './test-texts.ts';

const recorded = (name: string): Capture =>
  recordedCapture(readFileSync(new URL(`../../content/captures/${name}.json`, import.meta.url), 'utf8'), name);
const recordedLife = recorded('lifecycle');

const story = whole(recordedLife);

function forked(index: number, act: ActId, life = { capture: recordedLife, story }): Story {
  let latest: Story | null = null;
  startFork(
    { ...life, index },
    act,
    {
      story: (next) => {
        latest = next;
      },
      refused() {},
      lost() {},
    },
    { randomBytes: seededBytes(3) },
  );
  if (!latest) throw new Error('a fork without a story');
  return latest;
}

const at = (state: string): number => story.moments.findIndex((moment) => moment.state.startsWith(state));
const told = ({ moments }: Story): string[] =>
  moments.flatMap(({ what }) => (what.lane === 'told' ? [what.told.on] : []));

test('an act in the past is played to the end it would have had', () => {
  const open = at('open');
  expect(forked(open, 'server-cut').moments.at(-1)).toMatchObject({ state: 'closed.abnormal' });
  expect(forked(open, 'server-close').moments.at(-1)).toMatchObject({ state: 'closed.clean' });
  expect(forked(open, 'vanish').moments.at(-1)).toMatchObject({ readyState: 1 });
  expect(told(forked(open, 'leave'))).toEqual(['open']);
});

test('while connecting, close() fails the connection and send() throws, as they would have', () => {
  expect(told(forked(0, 'close'))).toEqual(['error', 'close']);
  const sent = forked(0, 'send');
  expect(sent.moments.flatMap(({ claims }) => claims)).toContain('sent too early');
  expect(told(sent)).toEqual(['open']);
});

test('what had been done before stays done, and what came after has not happened', () => {
  const afterHello = story.moments.findIndex(({ what }) => what.lane === 'told' && what.told.on === 'message');
  const fork = forked(afterHello, 'server-cut');
  expect(told(fork)).toEqual(['open', 'message', 'close']);
  expect(fork.moments.filter(({ what }) => what.lane === 'call' && what.call.do === 'send')).toHaveLength(1);
});

test('what is sent while the server’s Close is on its way goes out whole, and before our Close', () => {
  const life = modelLife('server-close');
  const asked = life.story.moments.findIndex(({ what }) => what.lane === 'server');
  const after = forked(asked, 'send', life).moments.slice(asked + 1);
  const wire = after.filter(({ what }) => what.lane === 'wire').map((moment) => momentLabel(moment, texts));
  expect(wire).toEqual(['→ text 11 B', '← Close 1001', '→ Close 1001', '← FIN', '→ FIN']);
});

test('every act that is possible at a moment can be done there', () => {
  for (const [index, { acts }] of story.moments.entries())
    for (const act of acts)
      if (!isFresh(act)) expect(forked(index, act).moments.length, `${act} at ${index}`).toBeGreaterThan(0);
}, 120_000);

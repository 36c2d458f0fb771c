import { expect, test } from 'vitest';
import { answerBytes, rawBytes } from '#demos/link/by-hand.ts';
import { createModelLink } from '#demos/link/model.ts';
import { seededBytes } from '#demos/link/random-bytes.ts';
import { fromHex } from '#demos/protocol/bytes.ts';
import { benchOf } from './frames.bench.ts';
import { outcomeOf } from './frames.outcome.ts';
import { readBench } from './frames.reading.ts';
import { isSettled, startTrial, type Trial } from './frames.trial.ts';

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

/** What the model's two peers do with a frame. */
function tried(hex: string, by: Trial['by'] = 'server', serverPolicy: 'rfc' | 'ws' = 'rfc') {
  const link = createModelLink({ randomBytes: seededBytes(1), serverPolicy });
  const frame = fromHex(hex);
  let last: Trial | undefined;
  const intent =
    by === 'server'
      ? ({ kind: 'send-raw', bytes: rawBytes(frame, KEY) } as const)
      : ({ kind: 'respond-with', ...answerBytes(frame) } as const);
  startTrial(link, intent, by, {
    changed: (trial) => {
      last = trial;
    },
    refused: ({ rule }) => expect.unreachable(rule),
  });
  if (!last) throw new Error('the model did nothing');
  const rfc = readBench(benchOf(frame, by === 'server' ? 'client' : 'server'), 'rfc');
  return { trial: last, outcome: outcomeOf(last, rfc), settled: isSettled(last) };
}

test('a broken frame is answered with the Close frame that the RFC asks for', () => {
  const { outcome, settled } = tried('c1 85 37 fa 21 3d 7f 9f 4d 51 58');
  expect(outcome).toMatchObject({ says: 'trialServerSaid', code: 1002, agrees: true });
  expect(settled).toBe(true);
});

test('a whole message is echoed', () => {
  const { outcome } = tried('81 85 37 fa 21 3d 7f 9f 4d 51 58');
  expect(outcome).toMatchObject({ says: 'trialServerAnswered', code: null, agrees: true });
  expect(outcome.answers.map(({ hex }) => hex)).toEqual(['81 05 48 65 6c 6c 6f']);
});

test('a close is answered with a close, and that is no failure', () => {
  expect(tried('88 82 37 fa 21 3d 34 12').outcome).toMatchObject({ says: 'trialServerSaid', code: 1000, agrees: true });
});

test('a fragment asks for no answer: silence says nothing about the rules', () => {
  const { outcome, settled } = tried('01 83 37 fa 21 3d 7f 9f 4d');
  expect(outcome).toMatchObject({ says: 'trialServerSilent', code: null, agrees: null });
  expect(settled).toBe(false);
});

test('a fragment that is no UTF-8 may be let pass until its message is whole (RFC 6455 §8.1)', () => {
  const { outcome } = tried('01 81 00 00 00 00 ff', 'server', 'ws');
  expect(outcome).toMatchObject({ says: 'trialServerSilent', code: null, agrees: null });
});

test('given to a browser, a text is told to script', () => {
  const { outcome, settled } = tried('81 05 48 65 6c 6c 6f', 'browser');
  expect(outcome.says).toBe('trialBrowserTold');
  expect(settled).toBe(true);
});

test('given to a browser, a masked frame fails the connection', () => {
  const { trial, outcome } = tried('81 85 37 fa 21 3d 7f 9f 4d 51 58', 'browser');
  expect(trial.told).toContain('close 1006');
  expect(outcome).toMatchObject({ says: 'trialBrowserTold', agrees: true });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Capture } from '#demos/capture/capture.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { forkOf, replayFork, type Task } from './fork.ts';
import { createModelLink } from './model.ts';
import { seededBytes } from './random-bytes.ts';

const model = () => createModelLink({ randomBytes: seededBytes(1), reads: true });
const lived = (tasks: readonly Task[]): Capture => {
  const link = model();
  replayFork(link, tasks);
  return link.capture.get();
};
const kinds = ({ events }: Capture) =>
  events.map((event) => {
    if (event.kind === 'script') return 'do' in event.script ? event.script.do : event.script.on;
    return event.kind === 'act' ? event.act.do : event.kind;
  });

const LIVES: readonly (readonly [string, readonly Task[]])[] = [
  ['a clean life', [[{ kind: 'connect', protocols: [] }], [{ kind: 'close', code: 1000, reason: 'done' }]]],
  [
    'a send too early',
    [
      [
        { kind: 'connect', protocols: [] },
        { kind: 'send', data: 'é' },
      ],
    ],
  ],
  [
    'a close too early',
    [
      [
        { kind: 'connect', protocols: [] },
        { kind: 'close', code: undefined, reason: undefined },
      ],
    ],
  ],
  [
    'an echo that comes too late',
    [
      [{ kind: 'connect', protocols: ['chat'] }],
      [
        { kind: 'send', data: Uint8Array.of(1, 2) },
        { kind: 'close', code: undefined, reason: undefined },
      ],
    ],
  ],
  [
    'what is asked of the server',
    [
      [{ kind: 'connect', protocols: [] }],
      [{ kind: 'server', act: { do: 'ping', payload: 'Hello' } }],
      [{ kind: 'server', act: { do: 'send', parts: ['Hel', 'lo'], pingBetween: true } }],
      [{ kind: 'server', act: { do: 'close', code: 4000, reason: 'bye' } }],
    ],
  ],
  [
    'a server that vanished, and a document that left',
    [
      [{ kind: 'connect', protocols: [] }],
      [{ kind: 'server', act: { do: 'vanish' } }, { kind: 'send', data: 'x' }, { kind: 'leave' }],
    ],
  ],
];

describe('forkOf', () => {
  it.each(LIVES)('finds in %s what was done', (_, tasks) => expect(forkOf(lived(tasks))).toEqual(tasks));

  it.each(LIVES)('done again, %s is the same', (_, tasks) => {
    const once = lived(tasks);
    expect(kinds(lived(forkOf(once)))).toEqual(kinds(once));
  });

  it('finds in the recorded life the calls that it was made with, the last two in one task', () => {
    const file = new URL('../../content/captures/lifecycle.json', import.meta.url);
    expect(forkOf(recordedCapture(readFileSync(file, 'utf8')))).toEqual([
      [{ kind: 'connect', protocols: [] }],
      [{ kind: 'send', data: 'Hello' }],
      [{ kind: 'server', act: { do: 'ping', payload: 'Hello' } }],
      [
        { kind: 'send', data: 'late' },
        { kind: 'close', code: 1000, reason: 'done' },
      ],
    ]);
  });

  it('of nothing is nothing', () => expect(forkOf({ events: [] })).toEqual([]));

  it('takes only the newest socket’s', () => {
    const link = model();
    link.do({ kind: 'connect' });
    link.do({ kind: 'send', data: 'old' });
    link.do({ kind: 'connect' });
    expect(forkOf(link.capture.get())).toEqual([[{ kind: 'connect', protocols: [] }]]);
  });
});

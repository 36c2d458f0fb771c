import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createActor, initialTransition, SimulatedClock, transition } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import type { Problem } from '#demos/capture/problem.ts';
import {
  type SessionContext,
  type SessionEvent,
  type SessionInput,
  type Side,
  sessionMachine,
} from './handshake-session.machine.ts';

const TOO_LARGE: Problem = { rule: 'raw.too-large', found: '65,537 bytes', expected: 'at most 65,536 bytes' };
const OFF: Problem = { rule: 'raw.off', found: 'a companion that does not offer it', expected: 'one that does' };

const open = (side: Side, text = `plain ${side}`): SessionEvent => ({ type: 'edit.open', side, text });
const change = (text: string): SessionEvent => ({ type: 'edit.change', text });
const send: SessionEvent = { type: 'edit.send', problem: null };
const refuse = (problem: Problem): SessionEvent => ({ type: 'run.refused', problem });
const choose = (source: SessionContext['source']): SessionEvent => ({ type: 'source.choose', source });

/** The state, the context and the effects asked for, with no clock running. */
function run(input: SessionInput, ...events: readonly SessionEvent[]) {
  let [snapshot, actions] = initialTransition(sessionMachine, input);
  const effects = [...actions];
  for (const event of events) {
    [snapshot, actions] = transition(sessionMachine, snapshot, event);
    effects.push(...actions);
  }
  return {
    state: snapshot.value,
    context: snapshot.context,
    effects: effects.map(({ type }) => type).filter((type) => /^(run|show)/.test(type)),
  };
}
const alone = (...events: readonly SessionEvent[]) => run({ companion: false }, ...events);
const accompanied = (...events: readonly SessionEvent[]) => run({ companion: true }, ...events);

const EVENTS: SessionEvent[] = [
  choose('recorded'),
  choose('live'),
  choose('model'),
  open('request'),
  open('response'),
  change('typed'),
  { type: 'edit.cancel' },
  send,
  { type: 'edit.send', problem: TOO_LARGE },
  { type: 'run.settled' },
  refuse(OFF),
  { type: 'link.lost' },
];

describe('states', () => {
  const paths = getShortestPaths(sessionMachine, { events: EVENTS, input: { companion: true } });

  it('are watching, editing and running, and no event leads out of them', () => {
    expect(new Set(paths.map(({ state }) => state.value))).toEqual(new Set(['watching', 'editing', 'running']));
  });

  it('never come to watch a recording that was edited, or to run one', () => {
    for (const { state } of paths) {
      if (state.context.source !== 'recorded') continue;
      expect(state.value).not.toBe('running');
      expect(state.context.edited).toBeNull();
    }
  });

  it('are left by no event that means nothing there', () => {
    const idle: Record<string, readonly SessionEvent['type'][]> = {
      watching: ['edit.change', 'edit.cancel', 'edit.send', 'run.settled', 'run.refused', 'link.lost'],
      editing: ['run.settled', 'run.refused', 'link.lost'],
      running: ['edit.change', 'edit.cancel', 'edit.send'],
    };
    for (const { state } of paths)
      for (const event of EVENTS.filter(({ type }) => idle[String(state.value)]?.includes(type))) {
        const [next, effects] = transition(sessionMachine, state, event);
        expect([next.value, next.context, effects]).toEqual([state.value, state.context, []]);
      }
  });
});

describe('where the bytes come from', () => {
  it('is a recording, until told otherwise', () =>
    expect(alone()).toMatchObject({ state: 'watching', context: { source: 'recorded' }, effects: [] }));

  it('live or model is run, and the recording is shown again', () =>
    expect(accompanied(choose('live'), { type: 'run.settled' }, choose('model'), choose('recorded'))).toMatchObject({
      state: 'watching',
      context: { source: 'recorded' },
      effects: ['runPlain', 'runPlain', 'showRecorded'],
    }));

  it('runs once more when it is chosen again', () =>
    expect(accompanied(choose('live'), choose('live')).effects).toEqual(['runPlain', 'runPlain']));

  it('is forgotten as edited when a plain handshake runs again', () =>
    expect(alone(open('request'), send, { type: 'run.settled' }, choose('model'))).toMatchObject({
      context: { source: 'model', edited: null },
      effects: ['runDraft', 'runPlain'],
    }));
});

describe('editing', () => {
  it('starts from the text it is opened with', () =>
    expect(alone(open('response', 'HTTP/1.1 101')).context.drafts).toEqual({
      request: null,
      response: 'HTTP/1.1 101',
    }));

  it('of the other side begins a draft of its own', () =>
    expect(alone(open('request'), change('GET'), open('response'), change('HTTP')).context.drafts).toEqual({
      request: 'GET',
      response: 'HTTP',
    }));

  it('goes on where it was left', () =>
    expect(alone(open('request'), change('mine'), choose('recorded'), open('request', 'plain')).context).toMatchObject({
      side: 'request',
      drafts: { request: 'mine' },
    }));

  it('is given up by cancelling, which drops the draft', () =>
    expect(alone(open('request'), change('mine'), { type: 'edit.cancel' })).toMatchObject({
      state: 'watching',
      context: { drafts: { request: null } },
    }));
});

describe('sending a draft', () => {
  it('leaves the recording for the reader’s own connection, with a companion', () =>
    expect(accompanied(open('request'), send)).toMatchObject({
      state: 'running',
      context: { source: 'live', edited: 'request' },
      effects: ['runDraft'],
    }));

  it('leaves the recording for the model, without one', () =>
    expect(alone(open('response'), send)).toMatchObject({
      state: 'running',
      context: { source: 'model', edited: 'response' },
      effects: ['runDraft'],
    }));

  it('stays on the model where the reader chose the model', () =>
    expect(accompanied(choose('model'), open('request'), send).context.source).toBe('model'));

  it('that cannot be sent tells why and stays in the editor', () =>
    expect(alone(open('request'), { type: 'edit.send', problem: TOO_LARGE })).toMatchObject({
      state: 'editing',
      context: { problem: TOO_LARGE, source: 'recorded', edited: null },
      effects: [],
    }));

  it('is told no longer why once the text changes', () =>
    expect(alone(open('request'), { type: 'edit.send', problem: TOO_LARGE }, change('shorter')).context.problem).toBe(
      null,
    ));

  it('that is refused comes back to the editor with the problem and the text', () =>
    expect(accompanied(open('request'), change('mine'), send, refuse(OFF))).toMatchObject({
      state: 'editing',
      context: { side: 'request', drafts: { request: 'mine' }, problem: OFF },
    }));

  it('over a connection that is lost comes back to the editor', () =>
    expect(accompanied(open('response'), change('mine'), send, { type: 'link.lost' })).toMatchObject({
      state: 'editing',
      context: { side: 'response', drafts: { response: 'mine' } },
    }));

  it('that settles is watched, and its draft kept', () =>
    expect(accompanied(open('response'), change('mine'), send, { type: 'run.settled' })).toMatchObject({
      state: 'watching',
      context: { edited: 'response', drafts: { response: 'mine' } },
    }));
});

test('a plain handshake that is refused or lost is watched again, there being nothing to edit', () => {
  expect(accompanied(choose('live'), refuse(OFF))).toMatchObject({ state: 'watching', context: { problem: OFF } });
  expect(accompanied(choose('live'), { type: 'link.lost' })).toMatchObject({ state: 'watching' });
});

describe('patience', () => {
  function started(...events: readonly SessionEvent[]) {
    const clock = new SimulatedClock();
    const actor = createActor(sessionMachine, { clock, input: { companion: true } }).start();
    for (const event of events) actor.send(event);
    return { clock, actor, state: () => actor.getSnapshot().value };
  }

  it('with a run that never settles ends after 8 s', () => {
    const { clock, state } = started(choose('live'));
    clock.increment(7_999);
    expect(state()).toBe('running');
    clock.increment(1);
    expect(state()).toBe('watching');
  });

  it('begins anew with each run', () => {
    const { actor, clock, state } = started(choose('live'));
    clock.increment(7_999);
    actor.send(choose('live'));
    clock.increment(7_999);
    expect(state()).toBe('running');
    clock.increment(1);
    expect(state()).toBe('watching');
  });

  it('does not end the editing that follows a run', () => {
    const { clock, state } = started(choose('live'), open('request'));
    clock.increment(1_000_000);
    expect(state()).toBe('editing');
  });
});

describe('nothing typed is lost', () => {
  const anyEvent = fc.oneof(
    fc.constantFrom(...EVENTS),
    fc.string({ maxLength: 8 }).map(change),
    fc.tuple(fc.constantFrom<Side>('request', 'response'), fc.string({ maxLength: 8 })).map(([s, t]) => open(s, t)),
  );

  it('by any sequence of events: a draft stays as typed until its own side is cancelled', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(anyEvent, { maxLength: 30 }), (companion, events) => {
        let [snapshot] = initialTransition(sessionMachine, { companion });
        const typed: Record<Side, string | null> = { request: null, response: null };
        for (const event of events) {
          const { side } = snapshot.context;
          const editing = snapshot.value === 'editing';
          if (event.type === 'edit.open') typed[event.side] ??= event.text;
          else if (event.type === 'edit.change' && editing) typed[side] = event.text;
          else if (event.type === 'edit.cancel' && editing) typed[side] = null;
          [snapshot] = transition(sessionMachine, snapshot, event);
          expect(snapshot.context.drafts).toEqual(typed);
        }
      }),
    );
  });
});

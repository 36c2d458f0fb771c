import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { initialTransition, transition } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { recordedCapture } from '#demos/capture/recording.ts';
import { type RawClientEvent, rawClientMachine } from './raw-client.machine.ts';
import { branchesOf, branchFor } from './raw-program.ts';
import { trailOf } from './raw-trail.ts';
import { transcriptOf } from './raw-transcript.ts';

const file = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const told = (name: string) => transcriptOf(recordedCapture(file(`content/captures/${name}.json`), name));

describe('the transcript of a plain WebSocket at a Socket.IO server', () => {
  const rows = told('socketio-raw');

  test('names each packet, in the order in which they passed', () => {
    expect(rows.map(({ kind }) => kind)).toEqual([
      'up.head',
      'down.head',
      'script.open',
      'down.open',
      'up.CONNECT',
      'down.CONNECT',
      'down.EVENT',
      'up.EVENT',
      'down.ACK',
      'up.unreadable',
      'down.close-frame',
      'up.close-frame',
      'script.close',
    ]);
  });

  test('has the bytes of each frame as they stood on the wire', () => {
    expect(rows.find(({ kind }) => kind === 'down.ACK')).toMatchObject({
      text: '430["Hello"]',
      hex: '81 0c 34 33 30 5b 22 48 65 6c 6c 6f 22 5d',
    });
    expect(rows.find(({ kind }) => kind === 'down.close-frame')).toMatchObject({ text: 'Close', hex: '88 00' });
  });

  test('takes the client through every layer, and out', () => {
    expect(trailOf(rows)).toEqual([
      'idle',
      'upgrading',
      'awaitingOpen',
      'engineOpen',
      'joining',
      'connected',
      'closed',
    ]);
  });
});

test('a Socket.IO client at a plain server never gets beyond the handshake', () => {
  const rows = told('socketio-plain-server');
  expect(rows.map(({ kind }) => kind)).toEqual([
    'up.head',
    'down.head',
    'script.connect_error',
    'up.close-frame',
    'down.close-frame',
  ]);
  expect(rows[2]?.text).toBe('connect_error: timeout');
  expect(trailOf(rows)).toEqual(['idle', 'upgrading', 'awaitingOpen', 'closed']);
});

describe('the program', () => {
  const lines = file('demos/examples/raw-socketio-browser.js').trimEnd().split('\n');
  const branches = branchesOf(lines);

  test.each([
    ['0{"sid":"x"}', { do: 'send', text: '40' }],
    ['40{"sid":"x"}', { do: 'send', text: '420["echo","Hello"]' }],
    ['430["Hello"]', { do: 'close' }],
    ['2', { do: 'send', text: '3' }],
  ])('answers %s as its lines say', (packet, act) => {
    const branch = branchFor(branches, packet);
    expect(branch?.act).toEqual(act);
    if (branch?.act.do === 'send') expect(lines[branch.actLine]).toContain(`send('${branch.act.text}')`);
  });

  test('does nothing about what none of its lines names', () => {
    expect(branchFor(branches, '42["hello"]')).toBeNull();
    expect(branchFor(branches, '2probe')).toBeNull();
  });
});

describe('what a client has reached', () => {
  const EVENTS: readonly RawClientEvent['type'][] = [
    'dial',
    'upgraded',
    'open.received',
    'connect.sent',
    'connect.received',
    'refused',
    'disconnect',
    'closed',
  ];
  const paths = getShortestPaths(rawClientMachine, { events: EVENTS.map((type) => ({ type })) });

  test('can be any of its states', () => {
    expect(new Set(paths.map(({ state }) => state.value))).toEqual(
      new Set(['idle', 'upgrading', 'awaitingOpen', 'engineOpen', 'joining', 'connected', 'closed']),
    );
  });

  test('is closed from wherever a connection is, and stays so', () => {
    for (const { state } of paths) {
      const [next] = transition(rawClientMachine, state, { type: 'closed' });
      expect(next.value).toBe(state.value === 'idle' ? 'idle' : 'closed');
      if (next.value !== 'closed') continue;
      for (const type of EVENTS) expect(transition(rawClientMachine, next, { type })[0].value).toBe('closed');
    }
  });

  test('begins with nothing', () => expect(initialTransition(rawClientMachine)[0].value).toBe('idle'));
});

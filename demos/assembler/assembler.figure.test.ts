import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { recordedCapture } from '#demos/capture/recording.ts';
import { utf8DecodeLenient } from '#demos/protocol/bytes.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';
import { cardOf, sameCards } from './assembler.card.ts';
import { AssemblerFigure } from './assembler.figure.svelte.ts';
import { recordedRuns } from './assembler.recorded.ts';
import { RUN_IDS, RUNS } from './assembler.runs.ts';

const recorded = recordedRuns(
  recordedCapture(readFileSync('content/captures/assembler.json', 'utf8')),
  '/assembler.json',
);

let figure: AssemblerFigure;
async function awake(): Promise<AssemblerFigure> {
  figure = new AssemblerFigure(recorded);
  figure.wake(false);
  await figure.reach();
  return figure;
}
afterEach(() => figure.dispose());

const order = (): string => figure.cards.map(({ payload }) => utf8DecodeLenient(payload)).join(' ');
const answers = (): readonly number[] => figure.came.answers.map(({ opcode }) => opcode);

test('it begins with the recorded ping between two fragments, received to the end', async () => {
  const I = await awake();
  expect(order()).toBe('Hel now? lo');
  expect([I.source, I.run, I.index]).toEqual(['recorded', 'ping-between', 3]);
  expect(answers()).toEqual([OPCODE.pong, OPCODE.text]);
});

for (const run of RUN_IDS)
  test(`the run “${run}” lays its recorded frames, at the frame that decides`, async () => {
    const I = await awake();
    I.lay(run);
    expect(sameCards(I.cards, RUNS[run])).toBe(true);
    expect([I.run, I.source]).toEqual([run, 'recorded']);
    const fails = I.owed.steps.findIndex(({ did }) => did === 'fails');
    expect(I.index).toBe(fails < 0 ? I.cards.length : fails + 1);
  });

test('a card taken up, carried and put down is at its new place, and the answers are computed', async () => {
  const I = await awake();
  I.hand.grab(I.cards[1]?.key ?? -1);
  I.hand.carry(2);
  expect(order()).toBe('Hel lo now?');
  expect(I.hand.held).toBe(I.cards[2]?.key);
  I.hand.drop();
  expect(I.hand.held).toBeNull();
  await vi.waitFor(() => expect(I.source).toBe('model'));
  expect(answers()).toEqual([OPCODE.text, OPCODE.pong]);
});

test('a card let go is back where it was, and nothing has changed', async () => {
  const I = await awake();
  I.hand.grab(I.cards[2]?.key ?? -1);
  I.hand.carry(0);
  expect(order()).toBe('lo Hel now?');
  I.hand.letGo();
  await vi.waitFor(() => expect(order()).toBe('Hel now? lo'));
  expect([I.source, I.hand.canUndo, I.index]).toEqual(['recorded', false, 3]);
});

test('what is undone is as before, with the answers that were recorded', async () => {
  const I = await awake();
  I.hand.shift(-1);
  expect(order()).toBe('Hel lo now?');
  I.hand.remove();
  I.hand.add(cardOf(0x89, new Uint8Array()));
  expect(I.source).toBe('model');
  I.hand.undo();
  I.hand.undo();
  I.hand.undo();
  expect(order()).toBe('Hel now? lo');
  expect([I.source, I.run, I.hand.canUndo]).toEqual(['recorded', 'ping-between', false]);
});

test('an edit changes the frame last received, and no other', async () => {
  const I = await awake();
  I.go(1);
  I.hand.edit({ fin: true });
  expect(I.cards.map(({ fin }) => fin)).toEqual([true, true, true]);
  expect(I.owed.steps.map(({ did }) => did)).toEqual(['whole', 'ping', 'fails']);
});

test('turned round, the frames go to a browser: it answers the ping and echoes nothing', async () => {
  const I = await awake();
  I.turn('server');
  expect(I.source).toBe('recorded');
  expect(answers()).toEqual([OPCODE.pong]);
  expect(I.came.told).toMatchObject([{ on: 'message', type: 'text' }]);
  expect(I.policy).toBe('chromium');
});

test('without a companion, sending asks the model', async () => {
  const I = await awake();
  I.lay('bad-utf8');
  I.send();
  await vi.waitFor(() => expect(I.sending).toBe(false));
  expect(I.source).toBe('model');
  expect(answers()).toEqual([OPCODE.close]);
});

test('a timeline is no longer than it may be', async () => {
  const I = await awake();
  for (let i = 0; i < 30; i++) I.hand.add(cardOf(0x8a, new Uint8Array()));
  expect(I.cards).toHaveLength(24);
  expect(I.hand.isFull).toBe(true);
});

test('a link lays frames and sends nothing', async () => {
  const I = await awake();
  I.obey({ cards: RUNS['split-euro'].slice(0, 1), from: 'server', policy: 'rfc', at: 0 });
  expect([I.from, I.policy, I.index, I.source]).toEqual(['server', 'rfc', 0, 'model']);
  expect(I.cards).toHaveLength(1);
});

test('a link to a part of the timeline lights it', async () => {
  const I = await awake();
  I.obey({ part: 'ping' });
  expect([I.part, I.index]).toEqual(['ping', 3]);
  I.play('back');
  expect(I.part).toBeNull();
});

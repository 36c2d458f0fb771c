import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '#demos/protocol/bytes.ts';
import type { Policy } from '#demos/protocol/frame.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';
import type { Role } from '#demos/protocol/violation.ts';
import { cardsOf, sameCards, timelineBytes } from './assembler.card.ts';
import { modelCapture } from './assembler.model.ts';
import { outcomeOf } from './assembler.outcome.ts';
import { placeAnswers, sameAnswer } from './assembler.place.ts';
import { receiverOf } from './assembler.policies.ts';
import { readTimeline } from './assembler.reading.ts';
import { RUNS, type RunId } from './assembler.runs.ts';
import { anyTimeline } from './test-timelines.ts';

const POLICIES: readonly Policy[] = ['rfc', 'ws', 'chromium'];

const did = (run: RunId, policy: Policy = 'ws', from: Role = 'client') =>
  readTimeline(RUNS[run], from, policy).steps.map((step) =>
    step.violation ? `${step.violation.rule} ${step.violation.closeCode}` : step.did,
  );

describe('a receiver', () => {
  test('joins three fragments to one message (RFC 6455 §5.4)', () => {
    const { steps } = readTimeline(RUNS['hello-in-three'], 'client', 'rfc');
    expect(steps.map(({ message }) => toHex(message?.bytes ?? new Uint8Array()))).toEqual([
      '48 65',
      '48 65 6c',
      '48 65 6c 6c 6f',
    ]);
    expect(steps.map(({ told }) => told?.type ?? null)).toEqual([null, null, 'text']);
  });

  test('owes the pong before the message that the ping interrupts (§5.5.2)', () =>
    expect(
      readTimeline(RUNS['ping-between'], 'client', 'rfc').steps.flatMap(({ answer }) =>
        answer ? [answer.opcode] : [],
      ),
    ).toEqual([OPCODE.pong, OPCODE.text]));

  test('holds two of three bytes of a character back', () => {
    const [half, whole] = readTimeline(RUNS['split-euro'], 'client', 'rfc').steps;
    expect(half?.message?.unfinished).toEqual({ bytes: fromHex('e2 82'), of: 3 });
    expect(whole?.message?.unfinished).toBeNull();
  });

  test('takes no message inside another (§5.4)', () =>
    expect(did('interleaved')).toEqual(['begins', 'message.unfinished 1002', 'unread', 'unread']));
  test('takes no continuation without a beginning (§5.4)', () =>
    expect(did('orphan-continuation')).toEqual(['message.continuation 1002']));
  test('takes a ping of 125 bytes and none of 126 (§5.5)', () =>
    expect(did('long-ping')).toEqual(['ping', 'frame.control-length 1002']));

  test('that is Chromium acts on nothing that came in one read with a broken control frame', () =>
    expect(did('long-ping', 'chromium', 'server')).toEqual(['dropped', 'frame.control-length 1002']));

  test('finds wrong UTF-8 in the frame, or when the message is whole: they differ', () => {
    expect(did('bad-utf8', 'rfc')).toEqual(['message.utf8 1007', 'unread']);
    expect(did('bad-utf8', 'ws')).toEqual(['begins', 'message.utf8 1007']);
    expect(did('bad-utf8', 'chromium', 'server')).toEqual(['message.utf8 1002', 'unread']);
  });
});

describe.each(POLICIES)('for every timeline, by policy %s,', (policy) => {
  test.each(['client', 'server'] as const)('the machine stands where the reader says, from a %s', (from) => {
    fc.assert(
      fc.property(anyTimeline, (cards) => {
        let inMessage = false;
        for (const step of readTimeline(cards, from, policy).steps) {
          if (step.did === 'begins' || step.did === 'continues') inMessage = true;
          if (step.did === 'completes' || step.did === 'whole') inMessage = false;
          const stands = {
            fails: 'failed',
            dropped: 'open.between',
            unread: 'failed',
            close: 'closing',
            discarded: 'closing',
          } as const;
          const expected =
            step.did in stands
              ? stands[step.did as keyof typeof stands]
              : inMessage
                ? 'open.inMessage'
                : 'open.between';
          expect(step.state).toBe(expected);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('for every timeline', () => {
  test.each(['client', 'server'] as const)(
    'the model’s peer answers what the reading of it owes, from a %s',
    (from) => {
      fc.assert(
        fc.property(anyTimeline, (cards) => {
          const reading = readTimeline(cards, from, receiverOf(from));
          const { answers, told } = outcomeOf(modelCapture(cards, from), from);
          expect(placeAnswers(reading, answers)).toMatchObject({ beside: [], missing: 0 });
          if (from === 'server')
            expect(told.filter(({ on }) => on === 'message')).toHaveLength(
              reading.steps.filter(({ told: each }) => each && each.type !== 'close').length,
            );
        }),
        { numRuns: 500 },
      );
    },
  );

  test('what is written is read back, masked or not', () => {
    fc.assert(
      fc.property(anyTimeline, fc.constantFrom<Role>('client', 'server'), (cards, from) => {
        expect(sameCards(cardsOf(timelineBytes(cards, from)), cards)).toBe(true);
      }),
    );
  });
});

test('two Close frames are the same answer by their code, not by their reason', () => {
  const close = (hex: string) => ({ opcode: OPCODE.close, payload: fromHex(hex) });
  expect(sameAnswer(close('03 ea'), close('03 ea 55 6e'))).toBe(true);
  expect(sameAnswer(close('03 ea'), close('03 ef'))).toBe(false);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Draft, type DraftChange, editDraft, readDraft } from './event-draft.ts';
import { benchOf } from './packet-bench.ts';

const EMPTY: Draft = { leading: 'event', call: '', namespace: '/', ackId: null, text: '', attachments: '' };
const edit = (...changes: readonly DraftChange[]): Draft => changes.reduce(editDraft, EMPTY);

describe('editing the event writes the string', () => {
  test.each<[DraftChange, string, string]>([
    [{ call: '"add", 1, 2', ackId: 0 }, '420["add",1,2]', ''],
    [{ call: '"hi"', namespace: '/admin' }, '42/admin,["hi"]', ''],
    [{ call: '"é"', namespace: '/', ackId: null }, '42["é"]', ''],
    [
      { call: '"bin", Uint8Array.of(1, 2), { buf: Uint8Array.of(255) }', ackId: 1 },
      '452-1["bin",{"_placeholder":true,"num":0},{"buf":{"_placeholder":true,"num":1}}]',
      '01 02\nff',
    ],
    [
      { call: '"d", new Date(0), undefined, NaN, new Map([[1, 2]]), -0, { a: undefined }' },
      '42["d","1970-01-01T00:00:00.000Z",null,null,{},0,{}]',
      '',
    ],
  ])('%o', (change, text, attachments) => {
    expect(edit(change)).toMatchObject({ text, attachments });
  });

  test('what cannot be read leaves the string, and what was typed, as they were', () => {
    const draft = edit({ call: '"add", 1' }, { call: '"add", 1 +' });
    expect(draft).toMatchObject({ call: '"add", 1 +', text: '42["add",1]' });
    expect(readDraft(draft).fault).toMatchObject({ field: 'call', at: 9, end: 10, found: '`+`' });
  });

  test.each([
    ['', 'socketio.event-payload'],
    ['{}', 'socketio.event-name'],
    ['"connect"', 'socketio.reserved-event'],
    ['1n', undefined],
  ])('%s is no event, by the rule that says so', (call, rule) => {
    expect(readDraft(edit({ call })).fault?.rule).toBe(rule);
    expect(readDraft(edit({ call })).fault).toMatchObject({ field: 'call' });
  });
});

describe('editing the string writes the event', () => {
  test.each<[string, Partial<Draft>]>([
    ['42["hi"]', { call: '"hi"', namespace: '/', ackId: null }],
    ['42/admin,7["ok",{"a b":[1]}]', { call: '"ok", { "a b": [1] }', namespace: '/admin', ackId: 7 }],
  ])('%s', (text, event) => {
    expect(edit({ text })).toMatchObject(event);
  });

  test.each([
    // The end is no place: the character before it stands for it.
    ['42["hi"', 6, 'socketio.json'],
    ['42{"a":1}', 2, 'socketio.event-payload'],
    ['42["connect"]', 3, 'socketio.reserved-event'],
    ['42["é",}', 7, 'socketio.json'],
    ['49', 1, 'socketio.type'],
    ['hello', 0, 'engineio.type'],
    ['42/admin', 2, 'socketio.namespace'],
    ['45-["x"]', 2, 'socketio.attachments'],
  ])('%s: says at character %i which rule is broken', (text, at, rule) => {
    const draft = edit({ call: '"kept"' }, { text });
    expect(readDraft(draft).fault).toMatchObject({ field: 'text', at, rule });
    expect(draft).toMatchObject({ text, call: '"kept"' });
  });

  test('attachments are awaited, and put where their placeholders stand', () => {
    const text = '451-["b",{"_placeholder":true,"num":0}]';
    expect(readDraft(edit({ text })).fault).toMatchObject({ field: 'attachments', rule: 'socketio.awaited-binary' });
    expect(edit({ text }, { attachments: '01 ff' }).call).toBe('"b", Uint8Array.of(1, 255)');
    expect(readDraft(edit({ text }, { attachments: '01\n0x' })).fault).toMatchObject({
      field: 'attachments',
      at: 3,
      end: 5,
    });
  });

  test('what is no event is taken apart all the same', () => {
    for (const text of ['2', '40', '430[3]', '41/admin,'])
      expect(readDraft(edit({ text }))).toMatchObject({ messages: [text], event: null, fault: null });
  });
});

test('an event of JSON values comes back from its string as it went', () => {
  // JSON has no -0, and keeps no placeholder of the reader's own apart from a real one.
  const json = fc
    .jsonValue()
    .filter((value) => !JSON.stringify(value).includes('_placeholder') && !hasNegativeZero(value));
  const name = fc.string({ unit: 'grapheme' }).filter((text) => !readDraft(edit({ call: JSON.stringify(text) })).fault);
  fc.assert(
    fc.property(
      name,
      fc.array(json),
      fc.option(fc.nat()),
      fc.constantFrom('/', '/a', '/a/b c'),
      (event, args, ackId, namespace) => {
        const call = [event, ...args].map((value) => JSON.stringify(value)).join(', ');
        const { text, attachments } = edit({ call, ackId, namespace });
        expect(readDraft(edit({ text, attachments })).event).toEqual({ namespace, ackId, values: [event, ...args] });
      },
    ),
  );
});

const hasNegativeZero = (value: unknown): boolean =>
  Object.is(value, -0) || (typeof value === 'object' && value !== null && Object.values(value).some(hasNegativeZero));

test('whatever is typed, a draft is read without a throw', () => {
  const anything = fc.string({ unit: fc.constantFrom(...'0123456789/,-[]{}":tfn a') });
  fc.assert(
    fc.property(anything, anything, anything, (call, text, attachments) => {
      expect(edit({ call }).call).toBe(call);
      expect(edit({ text }, { attachments })).toMatchObject({ text, attachments });
      benchOf(edit({ text, attachments }));
    }),
  );
});

test('says what JSON loses: what was sent, and what arrives', () => {
  const { losses } = benchOf(
    edit({ call: '"d", new Date(0), [undefined, NaN], { m: new Map([[1, 2]]), u: undefined }, 1n' }),
  );
  expect(losses).toEqual([
    { path: '1', what: 'date', sent: 'new Date("1970-01-01T00:00:00.000Z")', arrives: '"1970-01-01T00:00:00.000Z"' },
    { path: '2[0]', what: 'undefined', sent: 'undefined', arrives: 'null' },
    { path: '2[1]', what: 'not-a-number', sent: 'NaN', arrives: 'null' },
    { path: '3.m', what: 'map', sent: 'new Map([[1, 2]])', arrives: '{}' },
    { path: '3.u', what: 'undefined', sent: 'undefined', arrives: null },
    { path: '4', what: 'bigint', sent: '1n', arrives: null },
  ]);
});

test('the preview is masked with the keys it is given, and takes the attachments along', () => {
  const { packet } = benchOf(edit({ call: '"bin", Uint8Array.of(1)' }), (count) => new Uint8Array(count).fill(0xff));
  expect(packet?.messages.map(({ message }) => message.wire.at(-1))).toEqual([0x5d ^ 0xff, 0x01 ^ 0xff]);
});

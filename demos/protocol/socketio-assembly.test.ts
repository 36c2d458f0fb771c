import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex } from './bytes.ts';
import { assembleSocketio, IDLE, type SocketioAssembly, type SocketioStep } from './socketio-assembly.ts';
import { deconstruct, encodeSocketioContent, reconstruct, type SocketioContent } from './socketio-binary.ts';
import type { Value, ValueWithBinary } from './socketio-value.ts';

/** What a direction's messages are, one step each. */
function assemble(...messages: readonly (string | Uint8Array)[]): SocketioStep[] {
  let assembly: SocketioAssembly = IDLE;
  return messages.map((message) => {
    const result = assembleSocketio(assembly, message);
    assembly = result.assembly;
    return result.step;
  });
}

/** The event of a recorded session, with two attachments. */
const TEXT = '52-1["bin",{"_placeholder":true,"num":0},{"buf":{"_placeholder":true,"num":1}}]';
const FIRST = fromHex('01 02 03');
const SECOND = fromHex('ff fe');
const EVENT: SocketioContent = { type: 'EVENT', namespace: '/', id: 1, data: ['bin', FIRST, { buf: SECOND }] };

describe('an event with binary', () => {
  test('is sent as text and one binary message for each attachment', () => {
    const { text, attachments, packet } = encodeSocketioContent(EVENT);
    expect([text, ...attachments]).toEqual([TEXT, FIRST, SECOND]);
    expect(packet).toMatchObject({ type: 'BINARY_EVENT', attachments: 2 });
  });

  test('is whole when the last attachment has come', () => {
    expect(assemble(TEXT, FIRST, SECOND)).toMatchObject([
      { kind: 'packet', packet: { type: 'BINARY_EVENT' }, content: null },
      { kind: 'attachment', index: 0, content: null },
      { kind: 'attachment', index: 1, content: EVENT },
    ]);
  });

  test('may use an attachment twice, or not at all', () => {
    const placeholder = '{"_placeholder":true,"num":0}';
    const [, , step] = assemble(`62-0[${placeholder},${placeholder}]`, FIRST, SECOND);
    expect(step).toMatchObject({ content: { type: 'ACK', id: 0, data: [FIRST, FIRST] } });
  });
});

describe('without binary', () => {
  test('an event keeps its type', () => {
    expect(encodeSocketioContent({ type: 'EVENT', namespace: '/', data: ['a', 1] })).toEqual({
      packet: { type: 'EVENT', namespace: '/', data: ['a', 1] },
      text: '2["a",1]',
      attachments: [],
    });
  });

  test('an event is content at once; what manages a namespace is none', () => {
    expect(assemble('2["a"]', '0')).toMatchObject([
      { kind: 'packet', content: { type: 'EVENT', data: ['a'] } },
      { kind: 'packet', packet: { type: 'CONNECT' }, content: null },
    ]);
  });

  test('a placeholder in an event that announces no attachments is plain data', () => {
    const data = ['a', { _placeholder: true, num: 5 }];
    expect(assemble(`2${JSON.stringify(data)}`)).toMatchObject([{ kind: 'packet', content: { data } }]);
  });
});

describe('out of order', () => {
  test('text while attachments are awaited', () => {
    expect(assemble(TEXT, FIRST, '2["a"]')[2]).toMatchObject({
      kind: 'violation',
      violation: {
        rule: 'socketio.awaited-binary',
        span: { start: 0, end: 48 },
        found: 'text',
        expected: '1 more binary message',
      },
    });
    expect(assemble(TEXT, FIRST, SECOND, '2["a"]')[3]?.kind).toBe('packet');
  });

  test('an attachment that nothing announced', () => {
    expect(assemble(FIRST)[0]).toMatchObject({
      kind: 'violation',
      violation: { rule: 'socketio.unexpected-binary', span: { start: 0, end: 24 }, found: 'binary' },
    });
  });

  test('a reader that goes on begins anew', () => {
    expect(assemble(TEXT, '2["a"]', '2["b"]')[2]).toMatchObject({ content: { data: ['b'] } });
  });
});

test('taking binary out and putting it back gives the same: for all values', () => {
  const { value } = fc.letrec<{ value: ValueWithBinary }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.uint8Array({ maxLength: 3 }),
      fc.constantFrom(null, true, 1, 'a'),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.string(), tie('value'), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(value, (whole) => {
      const { data, attachments } = deconstruct(whole);
      expect(reconstruct(data, attachments)).toEqual(whole);
    }),
  );
});

test('putting back changes nothing that it was given, and overflows nothing', () => {
  const data: Value = [{ _placeholder: true, num: 0 }];
  reconstruct(data, [FIRST]);
  expect(data).toEqual([{ _placeholder: true, num: 0 }]);
  const deep: Value = JSON.parse('['.repeat(50_000) + ']'.repeat(50_000));
  expect(reconstruct(deep, [])).toBeInstanceOf(Array);
});

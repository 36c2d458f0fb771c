import { describe, expect, test } from 'vitest';
import { concat, fromHex, utf8Encode } from '#demos/protocol/bytes.ts';
import { encodeFrame } from '#demos/protocol/frame-encoder.ts';
import { createDissector, dissect } from './dissect.ts';
import type { Annotation, Unit } from './dissection.ts';
import { createRecording, down, REQUEST, RESPONSE, up } from './session.ts';

const TARGET = '/socket.io/?EIO=4&transport=websocket';
const requestFor = (target: string): string => REQUEST.replace('/chat', target);
const KEY = fromHex('37 fa 21 3d');

/** The frame of one message: text for a string, binary for bytes. */
const message = (from: 'client' | 'server', content: string | Uint8Array): Uint8Array => {
  const data = { kind: 'data', opcode: typeof content === 'string' ? 1 : 2, fin: true, rsv1: false } as const;
  const payload = typeof content === 'string' ? utf8Encode(content) : content;
  return encodeFrame(from === 'client' ? { ...data, from, payload, maskingKey: KEY } : { ...data, from, payload });
};

const session = (target: string, ...contents: readonly (string | Uint8Array)[]) => {
  const recording = createRecording();
  recording.say(up, requestFor(target));
  recording.say(down, RESPONSE);
  for (const content of contents) recording.say(up, message('client', content));
  return recording;
};
const messagesOf = (units: readonly Unit[]): Unit[] => units.filter(({ field }) => field === 'ws.message');
const read = (target: string, ...contents: readonly (string | Uint8Array)[]): Unit[] =>
  messagesOf(dissect(session(target, ...contents).events).units);
const outline = ({ field, span, value, children, violation }: Annotation, depth = 0): string[] => [
  `${'  '.repeat(depth)}${field} ${span.start / 8}-${span.end / 8} ${value}${violation ? ` ! ${violation.rule}` : ''}`,
  ...children.flatMap((child) => outline(child, depth + 1)),
];
const packets = (target: string, ...contents: readonly (string | Uint8Array)[]): string[] =>
  read(target, ...contents).flatMap(({ children }) => children.flatMap((child) => outline(child)));
const violations = (lines: readonly string[]): string[] => lines.filter((line) => line.includes('!'));

describe('a message of Engine.IO over WebSocket', () => {
  test('is a packet, and an event inside it, each part at its bytes', () => {
    expect(packets(TARGET, '42/admin,7["café",1]')).toEqual([
      'eio.packet 0-21 message',
      '  eio.type 0-1 message',
      '  eio.data 1-21 2/admin,7["café",1]',
      '    sio.packet 1-21 EVENT',
      '      sio.type 1-2 EVENT',
      '      sio.namespace 2-9 /admin',
      '      sio.ack-id 9-10 7',
      '      sio.payload 10-21 ["café",1]',
      '        sio.event-name 11-18 "café"',
      '        sio.argument 19-20 1',
    ]);
  });

  test('of another type carries no Socket.IO packet', () => {
    expect(packets(TARGET, '2probe')).toEqual(['eio.packet 0-6 ping', '  eio.type 0-1 ping', '  eio.data 1-6 probe']);
    expect(packets(TARGET, '3')).toEqual(['eio.packet 0-1 pong', '  eio.type 0-1 pong']);
  });

  test('with attachments says which packet announced each, and which of them it is', () => {
    const [text, first, second] = read(
      TARGET,
      '452-["bin",{"_placeholder":true,"num":0},{"buf":{"_placeholder":true,"num":1}}]',
      fromHex('01 02 03'),
      new Uint8Array(0),
    );
    expect(outline(text?.children[0] as Annotation).filter((line) => line.includes('placeholder '))).toEqual([
      '          sio.placeholder 11-40 0',
      '          sio.placeholder 48-77 1',
    ]);
    const attachment = (unit: Unit | undefined) => unit?.children[0]?.children[0]?.children[0];
    expect(attachment(first)).toMatchObject({
      field: 'sio.attachment',
      value: 3,
      params: { packet: text?.space, index: 0, of: 2 },
    });
    expect(attachment(second)).toMatchObject({
      field: 'sio.attachment',
      value: 0,
      params: { packet: text?.space, index: 1, of: 2 },
    });
  });
});

describe('which connections', () => {
  test.each([
    '/chat',
    '/ws/echo?EIO=4&transport=websocket',
    '/socket.io/?EIO=3&transport=websocket',
    '/socket.io/?EIO=4&transport=polling',
    '/socket.io/',
  ])('%s is none of Engine.IO 4 over WebSocket', (target) => {
    expect(read(target, '42["hello"]')[0]?.children).toEqual([]);
  });

  test('the order of the parameters does not count, and there may be others', () => {
    expect(packets('/socket.io/?tap=x&transport=websocket&EIO=4&sid=abc', '40')).toHaveLength(4 + 1);
  });

  test('the server’s messages are read as the client’s are', () => {
    const recording = session(TARGET);
    recording.say(down, message('server', '0{"sid":"abc"}'));
    const [open] = messagesOf(dissect(recording.events).units);
    expect(outline(open?.children[0] as Annotation)).toEqual([
      'eio.packet 0-14 open',
      '  eio.type 0-1 open',
      '  eio.data 1-14 {"sid":"abc"}',
    ]);
  });
});

describe('a broken packet', () => {
  test('is named at its part, and the next message is read on', () => {
    expect(violations(packets(TARGET, '42["a",]', '42["b"]', '8'))).toEqual([
      '    sio.packet 1-8 EVENT ! socketio.json',
      'eio.packet 0-1  ! engineio.type',
    ]);
  });

  test('from the client is noticed by the server', () => {
    const broken = read(TARGET, '8')[0]?.children[0]?.violation;
    expect(broken).toMatchObject({
      noticedBy: 'server',
      closeCode: null,
      found: '"8"',
      expected: 'a digit from 0 to 6',
    });
  });

  test('is a text while attachments are awaited, and an attachment that nobody awaits', () => {
    const event = '451-["b",{"_placeholder":true,"num":0}]';
    expect(violations(packets(TARGET, event, '42["x"]'))).toEqual(['    sio.packet 1-7  ! socketio.awaited-binary']);
    expect(violations(packets(TARGET, fromHex('00')))).toEqual(['    sio.packet 0-1 1 ! socketio.unexpected-binary']);
  });

  test('is not claimed where what announced an attachment was not read', () => {
    const upgraded = `${TARGET}&sid=abc`;
    expect(violations(packets(upgraded, fromHex('00')))).toEqual([]);
    const recording = session(TARGET);
    const text = message('client', '451-["b",{"_placeholder":true,"num":0}]');
    recording.say(up, text.subarray(0, 10));
    recording.lose(up, text.length - 10);
    recording.say(up, message('client', fromHex('00')));
    const units = messagesOf(dissect(recording.events).units);
    expect(units).toHaveLength(2);
    expect(units[0]?.children).toEqual([]);
    expect(units.flatMap((unit) => violations(outline(unit)))).toEqual([]);
  });
});

test('it is incremental: any cut of the bytes gives the same messages', () => {
  const { events } = session(TARGET, '451-["b",{"_placeholder":true,"num":0}]', fromHex('01 02'), '42["x"]');
  const whole = messagesOf(dissect(events).units);
  const recording = createRecording();
  recording.say(up, requestFor(TARGET));
  recording.say(down, RESPONSE);
  const frames = events.flatMap((event) => (event.kind === 'bytes' && event.direction === up ? [event.bytes] : []));
  for (const byte of concat(...frames.slice(1))) recording.say(up, Uint8Array.of(byte));
  const dissector = createDissector();
  const cut = messagesOf(recording.events.flatMap((event) => dissector.push(event).units));
  expect(cut.map(({ children }) => children)).toEqual(whole.map(({ children }) => children));
});

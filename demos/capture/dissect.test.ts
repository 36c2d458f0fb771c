import { constants, deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { concat } from '#demos/protocol/bytes.ts';
import { encodeFrame } from '#demos/protocol/frame-encoder.ts';
import { sourceLabel } from '#demos/protocol/source.ts';
import { dissect } from './dissect.ts';
import type { Annotation, Dissected, Space, Unit } from './dissection.ts';
import {
  conversation,
  createRecording,
  down,
  HELLO,
  hex,
  MASKED_HELLO,
  REQUEST,
  RESPONSE,
  type Said,
  up,
} from './session.ts';

const HANDSHAKE: readonly Said[] = [
  [up, REQUEST],
  [down, RESPONSE],
];
const afterHandshake = (...said: readonly Said[]): Dissected => dissect(conversation(...HANDSHAKE, ...said));
const framesOf = ({ units }: Dissected): Unit[] => units.filter(({ field }) => field === 'ws.frame');
const messagesOf = ({ units }: Dissected): Unit[] => units.filter(({ field }) => field === 'ws.message');
const spaceOf = ({ spaces }: Dissected, id: string): Space | undefined => spaces.find((space) => space.id === id);
const outline = ({ children }: Annotation): unknown[] =>
  children.map(({ field, span, value }) => `${field} ${span.start}-${span.end} ${value}`);
const violationsIn = (annotation: Annotation): string[] => [
  ...(annotation.violation ? [`${annotation.field}: ${annotation.violation.rule}`] : []),
  ...annotation.children.flatMap(violationsIn),
];

describe('the opening handshake', () => {
  const { units } = afterHandshake();

  test('is a request and a response, each with its event', () => {
    expect(units.map(({ field, value, completedBy }) => [field, value, completedBy])).toEqual([
      ['http.request', 'GET /chat HTTP/1.1', 'server:0'],
      ['http.response', 'HTTP/1.1 101 Switching Protocols', 'server:1'],
    ]);
  });

  test('a field has a name, a value and its source', () => {
    const key = units[0]?.children.find(({ params }) => params?.['name'] === 'sec-websocket-key');
    expect(key?.children.map(({ value }) => value)).toEqual(['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ==']);
    expect(key && sourceLabel(key.source)).toBe('RFC 6455 §11.3.1');
  });

  test('the parts of a head cover it without gap', () => {
    for (const unit of units) {
      expect(unit.children.map(({ span }) => span.start)).toEqual([
        unit.span.start,
        ...unit.children.slice(0, -1).map(({ span }) => span.end),
      ]);
      expect(unit.children.at(-1)?.span.end).toBe(unit.span.end);
    }
  });
});

describe('frames', () => {
  test('RFC 6455 §5.7: a masked "Hello", bit by bit', () => {
    const dissected = afterHandshake([up, MASKED_HELLO]);
    const [frame] = framesOf(dissected);
    const base = REQUEST.length * 8;
    expect(frame?.span).toEqual({ start: base, end: base + 11 * 8 });
    expect(
      frame &&
        outline({
          ...frame,
          children: frame.children.map((c) => ({ ...c, span: { start: c.span.start - base, end: c.span.end - base } })),
        }),
    ).toEqual([
      'ws.fin 0-1 true',
      'ws.rsv1 1-2 false',
      'ws.rsv2 2-3 false',
      'ws.rsv3 3-4 false',
      'ws.opcode 4-8 1',
      'ws.mask 8-9 true',
      'ws.length-7 9-16 5',
      'ws.masking-key 16-48 37 fa 21 3d',
      'ws.payload 48-88 5',
    ]);
  });

  test('the unmasked payload is a space of its own, and the message joins it', () => {
    const dissected = afterHandshake([up, MASKED_HELLO]);
    const stream = 'c1/client-to-server';
    const base = REQUEST.length;
    expect(spaceOf(dissected, `${stream}/frame-0`)).toMatchObject({
      bytes: hex('48 65 6c 6c 6f'),
      via: 'unmask',
      from: [{ at: { start: 0, end: 40 }, space: stream, span: { start: (base + 6) * 8, end: (base + 11) * 8 } }],
    });
    expect(spaceOf(dissected, `${stream}/message-0`)).toMatchObject({
      bytes: hex('48 65 6c 6c 6f'),
      via: 'join',
      from: [{ at: { start: 0, end: 40 }, space: `${stream}/frame-0`, span: { start: 0, end: 40 } }],
    });
    expect(messagesOf(dissected)).toMatchObject([{ value: 'Hello', params: { type: 'text', frames: 1 } }]);
  });

  test('RFC 6455 §5.7: fragments join around a ping', () => {
    const dissected = afterHandshake([down, hex('01 03 48 65 6c 89 05 48 65 6c 6c 6f 80 02 6c 6f')]);
    expect(framesOf(dissected).map(({ value }) => value)).toEqual([1, 9, 0]);
    expect(messagesOf(dissected)).toMatchObject([{ value: 'Hello', params: { frames: 2 } }]);
    const base = RESPONSE.length * 8;
    expect(
      spaceOf(dissected, 'c1/server-to-client/message-0')?.from.map(({ at, span }) => [at.start, span.start - base]),
    ).toEqual([
      [0, 16],
      [24, 14 * 8],
    ]);
  });

  test('RFC 6455 §5.7: 256 bytes in a 16-bit, 64 KiB in a 64-bit length', () => {
    const dissected = afterHandshake([
      down,
      concat(hex('82 7e 01 00'), new Uint8Array(256), hex('82 7f 00 00 00 00 00 01 00 00'), new Uint8Array(65536)),
    ]);
    expect(
      framesOf(dissected).map(({ children }) => children.slice(6).map(({ field, value }) => `${field} ${value}`)),
    ).toEqual([
      ['ws.length-7 126', 'ws.length-16 256', 'ws.payload 256'],
      ['ws.length-7 127', 'ws.length-64 65536', 'ws.payload 65536'],
    ]);
  });

  test('RFC 6455 §5.5.1: a Close frame says a code and a reason', () => {
    const dissected = afterHandshake([down, hex('88 05 03 e8 62 79 65')], [up, hex('88 82 00 00 00 00 03 e8')]);
    const parts = framesOf(dissected).map(({ children }) => children.at(-1)?.children ?? []);
    expect(parts.map((part) => part.map(({ field, value }) => `${field} ${value}`))).toEqual([
      ['ws.close-code 1000', 'ws.close-reason bye'],
      ['ws.close-code 1000'],
    ]);
    expect(parts[1]?.[0]?.space).toBe('c1/client-to-server/frame-0');
  });

  test('frames that came before the 101 are read once it is there', () => {
    const { units } = dissect(conversation([up, REQUEST], [up, MASKED_HELLO], [down, RESPONSE]));
    expect(units.map(({ field, completedBy }) => [field, completedBy])).toEqual([
      ['http.request', 'server:0'],
      ['http.response', 'server:2'],
      ['ws.frame', 'server:1'],
      ['ws.message', 'server:1'],
    ]);
  });
});

describe('permessage-deflate', () => {
  const agreed = RESPONSE.replace('\r\n\r\n', '\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n');
  const said: readonly Said[] = [
    [up, REQUEST],
    [down, agreed],
    // RFC 7692 §7.2.3.1 and §7.2.3.2: "Hello", and again with the window kept.
    [down, hex('c1 07 f2 48 cd c9 c9 07 00 c1 05 f2 00 11 00 00')],
  ];

  test('RFC 7692 §7.2.3: an inflated message has a space under the inflated one', () => {
    const dissected = dissect(conversation(...said));
    expect(messagesOf(dissected).map(({ value }) => value)).toEqual(['Hello', 'Hello']);
    const id = 'c1/server-to-client/message-1';
    expect(spaceOf(dissected, id)).toMatchObject({ via: 'inflate', bytes: hex('48 65 6c 6c 6f') });
    expect(spaceOf(dissected, id)?.from.map(({ space }) => space)).toEqual([`${id}/compressed`]);
    expect(spaceOf(dissected, `${id}/compressed`)).toMatchObject({
      via: 'join',
      bitOrder: 'lsb',
      bytes: hex('f2 00 11 00 00'),
    });
  });

  const answered = (parameters: string, ...frames: string[]) =>
    dissect(
      conversation(
        [up, REQUEST],
        [down, agreed.replace('permessage-deflate', `permessage-deflate${parameters}`)],
        ...frames.map((frame): Said => [down, hex(frame)]),
      ),
    );
  const twice = ['c1 07 f2 48 cd c9 c9 07 00', 'c1 05 f2 00 11 00 00'];

  test('server_no_context_takeover: a server’s message cannot refer to the one before (RFC 7692 §7.1.1.1)', () => {
    const [, frame] = framesOf(answered('; server_no_context_takeover', ...twice));
    expect(frame && violationsIn(frame)).toEqual(['ws.payload: inflate.distance']);
    expect(messagesOf(answered('; client_no_context_takeover', ...twice))).toHaveLength(2);
  });

  test('server_max_window_bits: a message reaches no further back (RFC 7692 §7.1.2.1)', () => {
    // A stored block of 300 bytes, and three from 300 back.
    const zeros = `c2 7e 01 32 00 2c 01 d3 fe ${'00 '.repeat(300)} 00`;
    const back = 'c2 04 02 86 15 00';
    expect(messagesOf(answered('', zeros, back)).map(({ value }) => value)).toEqual([300, 3]);
    const [, frame] = framesOf(answered('; server_max_window_bits=8', zeros, back));
    expect(frame && violationsIn(frame)).toEqual(['ws.payload: inflate.distance']);
  });

  test('broken data is a violation at the guilty bits of the joined payloads, which map to the frames', () => {
    const dissected = answered('', '41 06 f2 48 cd c9 c9 07', '80 01 18');
    const payload = framesOf(dissected)[1]?.children.find(({ field }) => field === 'ws.payload');
    const space = 'c1/server-to-client/message-0/compressed';
    expect(payload?.violation).toMatchObject({
      rule: 'inflate.block-type',
      space,
      span: { start: 51, end: 53 },
      found: '11',
    });
    const stream = 'c1/server-to-client';
    const at = payload?.span.start ?? 0;
    expect(spaceOf(dissected, space)).toMatchObject({
      via: 'join',
      bitOrder: 'lsb',
      bytes: hex('f2 48 cd c9 c9 07 18'),
      from: [
        { at: { start: 0, end: 48 }, space: stream, span: { start: at - 64, end: at - 16 } },
        { at: { start: 48, end: 56 }, space: stream, span: { start: at, end: at + 8 } },
      ],
    });
  });

  test('data that ends inside a block is inflated as far as it goes, and the message says so', () => {
    const [message] = messagesOf(answered('', 'c1 03 f2 48 cd'));
    expect(message).toMatchObject({ value: 'Heh', params: { compression: 'cut-short' } });
  });

  test('a capture that inflates to more than anyone can hold stays compressed from there on', () => {
    // 64 KiB of zeros that inflate to 64 MiB, twice.
    const zeros = new Uint8Array(deflateRawSync(new Uint8Array(2 ** 26), { finishFlush: constants.Z_SYNC_FLUSH }));
    const payload = zeros.subarray(0, -4);
    const bomb = encodeFrame({ kind: 'data', from: 'server', opcode: 2, fin: true, rsv1: true, payload });
    const messages = messagesOf(dissect(conversation([up, REQUEST], [down, agreed], [down, concat(bomb, bomb)])));
    expect(messages.map(({ params }) => params?.['compression'])).toEqual(['inflated', 'not-inflated']);
  });

  test('where the first of two frames is at fault, the frame that ends the message tells', () => {
    const frames = framesOf(answered('', '41 01 06', '80 01 00'));
    expect(frames.map(violationsIn)).toEqual([[], ['ws.frame: inflate.block-type']]);
    expect(frames[1]?.violation?.span).toEqual({ start: 1, end: 3 });
  });

  test('RSV1 is a violation when it was not agreed', () => {
    const [frame] = framesOf(afterHandshake([down, hex('c1 07 f2 48 cd c9 c9 07 00')]));
    expect(frame && violationsIn(frame)).toEqual(['ws.rsv1: frame.rsv1']);
  });
});

describe('violations', () => {
  test.each([
    ['c1 00', 'ws.rsv1: frame.rsv1'],
    ['83 00', 'ws.opcode: frame.opcode'],
    ['81 85 37 fa 21 3d', 'ws.mask: frame.mask-forbidden'],
    ['09 00', 'ws.fin: frame.control-fin'],
    ['89 7e 00 7e', 'ws.length-7: frame.control-length'],
    ['82 7e 00 7d', 'ws.frame: frame.length-minimal'],
    ['82 7f 80 00 00 00 00 00 00 00', 'ws.length-64: frame.length-sign-bit'],
    ['80 00', 'ws.opcode: message.continuation'],
  ])('%s of a server is marked at %s', (bytes, expected) => {
    expect(framesOf(afterHandshake([down, hex(bytes)])).flatMap(violationsIn)).toEqual([expected]);
  });

  test('a text that is not UTF-8 is marked in the payload, and is no message', () => {
    const dissected = afterHandshake([down, hex('81 02 61 ff')]);
    expect(framesOf(dissected).flatMap(violationsIn)).toEqual(['ws.payload: message.utf8']);
    expect(messagesOf(dissected)).toEqual([]);
  });

  test('a Close code that must not stand on the wire is marked at the code', () => {
    const dissected = afterHandshake([down, hex('88 02 03 ed')]);
    expect(framesOf(dissected).flatMap(violationsIn)).toEqual(['ws.close-code: close.code']);
  });

  test('what is not HTTP is a response with the violation, once the connection ends', () => {
    const recording = createRecording();
    recording.say(up, REQUEST);
    recording.say(down, 'SSH-2.0-x\r\n');
    recording.add({ kind: 'fin', direction: down });
    const { units } = dissect(recording.events);
    expect(units[1]).toMatchObject({ field: 'http.response', span: { start: 0, end: 88 }, value: '' });
    expect(units[1] && violationsIn(units[1])).toEqual(['http.response: http.not-http']);
  });

  test('nothing after a violation is decoded', () => {
    expect(framesOf(afterHandshake([down, concat(hex('83 00'), HELLO)], [down, HELLO]))).toHaveLength(1);
  });
});

describe('HTTP without a switch', () => {
  const post = 'POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc';
  const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
  const outlineOf = (...said: readonly Said[]) =>
    dissect(conversation(...said)).units.map(({ field, value }) => `${field} ${value}`);

  test('one connection carries messages one after another, with their bodies', () => {
    expect(outlineOf([up, post], [down, ok], [up, post], [down, ok])).toEqual([
      ...['http.request POST /a HTTP/1.1', 'http.body 3', 'http.response HTTP/1.1 200 OK', 'http.body 2'],
      ...['http.request POST /a HTTP/1.1', 'http.body 3', 'http.response HTTP/1.1 200 OK', 'http.body 2'],
    ]);
  });

  test('a chunked body ends with its trailers', () => {
    const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX: y\r\n\r\n';
    expect(outlineOf([up, post], [down, chunked + ok]).slice(2)).toEqual([
      'http.response HTTP/1.1 200 OK',
      'http.body 18',
      'http.response HTTP/1.1 200 OK',
      'http.body 2',
    ]);
  });

  test('a refused upgrade leaves HTTP, and its body', () => {
    const refused = 'HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\nno';
    expect(outlineOf([up, REQUEST], [down, refused], [up, post])).toEqual([
      'http.request GET /chat HTTP/1.1',
      'http.response HTTP/1.1 400 Bad Request',
      'http.body 2',
      'http.request POST /a HTTP/1.1',
      'http.body 3',
    ]);
  });

  test('a body without a length ends with the connection', () => {
    const recording = createRecording();
    recording.say(up, 'GET / HTTP/1.1\r\n\r\n');
    recording.say(down, 'HTTP/1.1 200 OK\r\n\r\nall there is');
    recording.add({ kind: 'fin', direction: down });
    expect(dissect(recording.events).units.at(-1)).toMatchObject({
      field: 'http.body',
      value: 12,
      completedBy: 'server:2',
    });
  });
});

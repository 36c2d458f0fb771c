import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Capture } from '#demos/capture/capture.ts';
import { dissect } from '#demos/capture/dissect.ts';
import { isWireEvent } from '#demos/capture/event-kinds.ts';
import { decodeCapture, encodeCapture } from '#demos/capture/json.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { concat, fromHex, utf8Encode } from '#demos/protocol/bytes.ts';
import { FORMATS } from './format-bytes.ts';
import { decodeAll, told } from './test-inputs.ts';

const RFC_MASKED = '81 85 37 fa 21 3d 7f 9f 4d 51 58';
const RFC_PLAIN = '81 05 48 65 6c 6c 6f';

describe('who sent what', () => {
  test('is told by MASK where nothing else says so (RFC 6455 §5.1)', () => {
    const { rows, guess } = decodeAll(`${RFC_MASKED} ${RFC_PLAIN}`);
    expect(told(rows)).toEqual(['→ text 5 Hello', '← text 5 Hello']);
    expect(guess).toMatchObject({ from: 'both', handshake: false });
  });

  test('is what the reader says, and then a frame without a mask breaks a rule', () => {
    const { rows, ended } = decodeAll(RFC_PLAIN, { from: 'client' });
    expect(rows[0]).toMatchObject({ direction: 'client-to-server', rule: 'frame.mask-required' });
    expect(ended.broken).toBe(0);
  });

  test('is told by the heads of a handshake; what follows the 101 are frames', () => {
    const head = (text: string): Uint8Array => utf8Encode(text.replaceAll('\n', '\r\n'));
    const request = head('GET /chat HTTP/1.1\nHost: a\nUpgrade: websocket\nConnection: Upgrade\n\n');
    const response = head('HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\n\n');
    const bytes = concat(request, response, fromHex(RFC_MASKED), fromHex(RFC_PLAIN));
    const { rows, guess } = decodeAll({ from: 'file', bytes }, { form: 'raw' });
    expect(told(rows)).toEqual([
      `→ request ${request.length} GET /chat HTTP/1.1`,
      `← response ${response.length} HTTP/1.1 101 Switching Protocols`,
      '→ text 5 Hello',
      '← text 5 Hello',
    ]);
    expect(guess).toMatchObject({ handshake: true, deflate: 'agreed' });
    const alone = decodeAll(FORMATS.hex(concat(request, fromHex(RFC_MASKED))));
    expect(told(alone.rows)).toEqual([`→ request ${request.length} GET /chat HTTP/1.1`, '→ text 5 Hello']);
  });
});

describe('permessage-deflate', () => {
  /** RFC 7692 §7.2.3.2. */
  const TWICE = 'c1 07 f2 48 cd c9 c9 07 00 c1 05 f2 00 11 00 00';
  test('is taken for agreed where RSV1 is set, with takeover (RFC 7692 §7.1.1)', () =>
    expect(told(decodeAll(TWICE).rows)).toEqual(['← text 7 Hello', '← text 5 Hello']));

  test('without takeover the second message refers to what is not there', () => {
    const { rows } = decodeAll(TWICE, { deflate: 'no-takeover' });
    expect(rows.map(({ rule }) => rule)).toEqual(['', expect.stringMatching(/^(?:inflate|deflate)\./)]);
  });

  test('is found however far into a long stream it first stands', () => {
    const long = concat(
      ...Array.from({ length: 3000 }, () => fromHex(RFC_PLAIN)),
      fromHex('c1 07 f2 48 cd c9 c9 07 00'),
    );
    const { guess, rows } = decodeAll(FORMATS.plain(long), { from: 'server' });
    expect(guess?.deflate).toBe('takeover');
    expect(told(rows.slice(-1))).toEqual(['← text 7 Hello']);
  });

  test('switched off, RSV1 breaks a rule', () =>
    expect(decodeAll(TWICE, { deflate: 'off' }).rows[0]?.rule).toBe('frame.rsv1'));
});

describe('where it stops', () => {
  test('a broken frame ends its direction; what stands before and the other direction are kept', () => {
    const { rows, ended } = decodeAll(`${RFC_PLAIN} 80 02 6c 6f ${RFC_MASKED}`);
    expect(rows.map(({ rule, kind }) => rule || kind)).toEqual(['text', 'message.continuation', 'text', 'rest']);
    expect(ended).toMatchObject({ broken: 1, unread: 2, stop: null });
  });

  test('a frame that is not whole shows as much of its header as is there', () => {
    const { rows, ended, detail } = decodeAll(`${RFC_PLAIN} 82 7e 01 00 aa bb`);
    expect(rows.at(-1)).toMatchObject({ kind: 'rest', length: 6, direction: 'server-to-client' });
    expect(ended).toMatchObject({ broken: 1, unread: 6 });
    const fields = detail(1).layers[0]?.fields.map(({ field, value }) => `${field} ${value}`);
    expect(fields).toContain('ws.length-16 256');
  });

  test('a frame that is not whole is one also when it is the first after the 101', () => {
    const heads = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';
    const { rows, detail } = decodeAll(
      { from: 'file', bytes: concat(utf8Encode(heads), fromHex('81 05 48')) },
      { form: 'raw' },
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['response', 'rest']);
    expect(detail(1).layers[0]?.fields.map(({ field }) => field)).toContain('ws.opcode');
  });

  test('a response that refuses the upgrade is a head and its body', () => {
    const { rows } = decodeAll('HTTP/1.1 400 Bad Request\nContent-Length: 2\n\nno');
    expect(rows.map(({ kind, length }) => [kind, length])).toEqual([
      ['response', 47],
      ['body', 2],
    ]);
  });

  test('a character that is no byte stops the reading, and the frames before it are decoded', () => {
    const { rows, ended } = decodeAll(`${RFC_PLAIN}\n${RFC_PLAIN} 8x`);
    expect(told(rows)).toEqual(['← text 5 Hello', '← text 5 Hello']);
    expect(ended).toMatchObject({ stop: { rule: 'input.character', found: 'x' }, place: { line: 2, column: 23 } });
  });

  test('more rows than are listed are said to be more; as many are not', () => {
    const three = decodeAll('89 00 '.repeat(3), {}, 3);
    expect([three.rows.length, three.ended.stop]).toEqual([3, null]);
    const four = decodeAll('89 00 '.repeat(4), {}, 3);
    expect([four.rows.length, four.ended.stop?.rule]).toEqual([3, 'input.rows']);
  });

  test('nothing that is given throws', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom('auto', 'client', 'server'), (bytes, from) => {
        const { rows, decoding } = decodeAll({ from: 'file', bytes }, { form: 'raw', from });
        for (const { index } of rows) decoding.detail(index);
      }),
      { numRuns: 1000 },
    ));
});

describe('a row in detail', () => {
  test('follows one message down every layer: wire, unmasked, with each field and its bits', () => {
    const { detail } = decodeAll(RFC_MASKED);
    const { layers, place } = detail(0);
    expect(layers.map(({ via, hex }) => `${via} ${hex.join(' ')}`)).toEqual([
      `stream ${RFC_MASKED}`,
      'join 48 65 6c 6c 6f',
    ]);
    expect(layers[0]?.fields.find(({ field }) => field === 'ws.masking-key')).toMatchObject({
      span: { start: 16, end: 48 },
      value: '37 fa 21 3d',
    });
    expect(place).toEqual({ start: 0, end: RFC_MASKED.length, line: 1, column: 1 });
  });

  test('a compressed message has its compressed and its inflated bytes', () => {
    const vias = decodeAll('c1 07 f2 48 cd c9 c9 07 00')
      .detail(0)
      .layers.map(({ via, length }) => [via, length]);
    expect(vias).toEqual([
      ['stream', 9],
      ['join', 7],
      ['inflate', 5],
    ]);
  });

  test('the code of a masked Close is read from its unmasked bytes (RFC 6455 §5.5.1)', () => {
    const { rows, detail } = decodeAll('88 82 00 00 00 00 03 e8');
    expect(rows[0]).toMatchObject({ kind: 'close', says: '1000' });
    expect(detail(0).layers[1]).toMatchObject({ via: 'unmask', fields: [{ field: 'ws.close-code', value: '1000' }] });
  });

  test('a broken rule stands at its bits, with what was found and what was expected', () =>
    expect(decodeAll('c1 00', { deflate: 'off' }).detail(0).layers[0]?.violation).toMatchObject({
      rule: 'frame.rsv1',
      span: { start: 1, end: 2 },
      found: 'RSV1 1',
      expected: 'RSV1 0',
      closeCode: 1002,
    }));
});

const RECORDINGS = [
  'handshake',
  'frames',
  'lifecycle',
  'socketio-packet',
  'socketio-raw',
  'socketio-plain-server',
] as const;
const recording = (name: string): Capture =>
  recordedCapture(readFileSync(new URL(`../../content/captures/${name}.json`, import.meta.url), 'utf8'), name);

/** What units say, wherever the bytes came from. */
const said = (capture: Pick<Capture, 'events'>): readonly string[] =>
  dissect(capture.events).units.map(({ direction, field, value }) => `${direction} ${field} ${value}`);

/** One direction of one connection as bytes; `null` where some were not kept. */
function streams(capture: Capture): ReadonlyMap<string, Uint8Array[]> {
  const all = new Map<string, Uint8Array[]>();
  for (const event of capture.events)
    if (isWireEvent(event) && event.kind === 'bytes') {
      const key = `${event.connection} ${event.direction}`;
      all.set(key, [...(all.get(key) ?? []), event.bytes]);
    }
  return all;
}

describe.each(RECORDINGS)('the recording %s says the same', (name) => {
  const capture = recording(name);

  test('pasted as the JSON that it is', () => {
    const { decoding, rows } = decodeAll(encodeCapture(capture));
    const again = decoding.capture();
    expect(again && said(again)).toEqual(said(capture));
    expect(rows.length).toBeGreaterThan(0);
  });

  // Without its handshake a stream of frames loses what that one agreed on, and nothing else.
  test.each(['hexdump', 'plain', 'base64'] as const)('stream by stream as %s', (format) => {
    for (const [key, parts] of streams(capture)) {
      const direction = key.split(' ')[1];
      const bytes = concat(...parts);
      const own = dissect(capture.events).units.filter(
        (unit) =>
          `${unit.connection} ${unit.direction}` === key && unit.field !== 'ws.message' && unit.field !== 'http.body',
      );
      const { rows } = decodeAll(FORMATS[format](bytes), {
        from: direction === 'client-to-server' ? 'client' : 'server',
      });
      const found = rows.filter(({ kind }) => kind !== 'body' && kind !== 'rest');
      expect(found.map(({ wire }) => wire)).toEqual(own.map(({ span }) => (span.end - span.start) / 8));
      const messages = dissect(capture.events).units.filter(
        (unit) => `${unit.connection} ${unit.direction}` === key && unit.field === 'ws.message',
      );
      const texts = found.filter(({ kind, more }) => (kind === 'text' || kind === 'continuation') && !more);
      expect(texts.map(({ says }) => says)).toEqual(
        messages.flatMap(({ value }) => (typeof value === 'string' ? [value] : [])),
      );
    }
  });

  test('saved, and opened again', () => {
    const saved = decodeAll(encodeCapture(capture)).decoding.capture();
    expect(saved).not.toBeNull();
    if (!saved) return;
    expect(decodeCapture(encodeCapture(saved))).toEqual({ kind: 'capture', capture: saved });
  });
});

describe('a capture that is broken', () => {
  const whole = encodeCapture(recording('frames'));
  test('cut off in the middle of an event, it is read up to there', () => {
    const cut = whole.slice(0, whole.length >> 1);
    const { rows, ended } = decodeAll(cut);
    expect(rows.length).toBeGreaterThan(2);
    expect(ended).toMatchObject({ stop: { rule: 'input.json' } });
    expect(cut.split('\n').length).toBe(ended.place?.line);
  });

  test('with one event that is none, it is read up to that one, and says what is wrong with it', () => {
    const { rows, ended } = decodeAll(whole.replace(/("id":"server:9".*?)"at":[\d.]+/, '$1"at":"soon"'));
    expect(ended.stop).toMatchObject({
      rule: 'input.capture',
      path: expect.stringMatching(/^events\[\d+\]\.at$/),
      found: '"soon"',
    });
    expect(rows.length).toBeGreaterThan(0);
  });
});

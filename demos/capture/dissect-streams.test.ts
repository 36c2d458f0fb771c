import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, toHex } from '#demos/protocol/bytes.ts';
import type { CaptureEvent, WireCaptureEvent } from './capture.ts';
import { createDissector, dissect } from './dissect.ts';
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
const framesOf = ({ units }: Dissected): Unit[] => units.filter(({ field }) => field === 'ws.frame');
const spaceOf = ({ spaces }: Dissected, id: string): Space | undefined => spaces.find((space) => space.id === id);
const bytesOf = (dissected: Dissected, { space, span }: Annotation): string =>
  toHex(spaceOf(dissected, space)?.bytes.subarray(span.start / 8, span.end / 8) ?? new Uint8Array());

describe('bytes that were not kept', () => {
  const withHole = () => {
    const recording = createRecording();
    recording.say(up, REQUEST);
    recording.say(down, RESPONSE);
    recording.say(down, hex('82 05 01 02'));
    recording.lose(down, 2);
    recording.say(down, concat(hex('05'), HELLO));
    return dissect(recording.events);
  };

  test('a payload with a hole is marked, and decoding goes on', () => {
    expect(
      withHole()
        .units.slice(2)
        .map(({ field, value, params }) => [field, value, params?.['missing']]),
    ).toEqual([
      ['ws.frame', 2, 2],
      ['ws.message', 3, 2],
      ['ws.frame', 1, undefined],
      ['ws.message', 'Hello', undefined],
    ]);
  });

  test('the space holds what was kept, and says where the hole is', () => {
    const dissected = withHole();
    const stream = spaceOf(dissected, 'c1/server-to-client');
    expect(stream?.bytes).toHaveLength(RESPONSE.length + 5 + HELLO.length);
    expect(stream?.holes).toMatchObject([{ at: RESPONSE.length + 4, length: 2 }]);
    expect(framesOf(dissected).map((frame) => bytesOf(dissected, frame))).toEqual(['82 05 01 02 05', toHex(HELLO)]);
  });

  test('a body with a hole is marked, and the next head is read', () => {
    const recording = createRecording();
    recording.say(up, 'POST /a HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc');
    recording.lose(up, 5);
    recording.say(up, 'iGET /b HTTP/1.1\r\n\r\n');
    expect(dissect(recording.events).units.map(({ value, params }) => [value, params?.['missing']])).toEqual([
      ['POST /a HTTP/1.1', undefined],
      [9, 5],
      ['GET /b HTTP/1.1', undefined],
    ]);
  });

  test('a hole where a header may be loses the framing, and nothing is made up', () => {
    const recording = createRecording();
    recording.say(up, REQUEST);
    recording.say(down, RESPONSE);
    recording.lose(down, 2);
    recording.say(down, HELLO);
    expect(dissect(recording.events).units).toHaveLength(2);
  });

  test('an offset that jumps is a hole as well', () => {
    const recording = createRecording();
    recording.say(up, REQUEST);
    const response = recording.say(down, RESPONSE);
    const late = recording.say(down, HELLO);
    const jumped = late.kind === 'bytes' ? { ...late, offset: late.offset + 7 } : late;
    const dissected = dissect([recording.events[0] ?? late, response, jumped]);
    expect(spaceOf(dissected, 'c1/server-to-client')?.holes).toMatchObject([{ at: RESPONSE.length, length: 7 }]);
  });
});

/** The same bytes, cut anew. */
function recut(events: readonly WireCaptureEvent[], sizes: readonly number[]): WireCaptureEvent[] {
  let turn = 0;
  return events.flatMap((event): WireCaptureEvent[] => {
    if (event.kind !== 'bytes') return [event];
    const parts: WireCaptureEvent[] = [];
    for (let at = 0; at < event.bytes.length; ) {
      const size = sizes[turn++ % sizes.length] ?? 1;
      parts.push({ ...event, offset: event.offset + at, bytes: event.bytes.subarray(at, at + size) });
      at += size;
    }
    return parts;
  });
}
const essence = ({ units, spaces }: Dissected) => ({
  units: units.map(({ completedBy: _, at: __, ...unit }) => unit),
  spaces: new Map(spaces.map((space) => [space.id, space])),
});

describe('for any capture', () => {
  const frame = fc.constantFrom<Said>(
    [up, MASKED_HELLO],
    [down, HELLO],
    [down, hex('01 03 48 65 6c 89 05 48 65 6c 6c 6f 80 02 6c 6f')],
    [up, hex('89 80 01 02 03 04')],
    [down, hex('88 02 03 e8')],
    [down, hex('81 02 61 ff')],
    [down, hex('83 00')],
  );
  const http = fc.constantFrom<Said>(
    [up, REQUEST],
    [down, RESPONSE],
    [up, 'POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc'],
    [up, 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;a\r\nabc\r\n0\r\n\r\n'],
    [down, 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'],
    [down, 'HTTP/1.1 200 OK\r\n\r\n'],
    [up, 'not HTTP\r\n\r\n'],
  );
  const noise = fc
    .uint8Array({ minLength: 1, maxLength: 40 })
    .chain((bytes) => fc.constantFrom<Said>([up, bytes], [down, bytes]));
  const said = fc.oneof(
    fc.array(frame, { maxLength: 8 }).map((frames) => [...HANDSHAKE, ...frames]),
    fc.array(fc.oneof(http, frame, noise), { maxLength: 8 }),
  );

  test('the same bytes in other pieces give the same units and spaces', () => {
    fc.assert(
      fc.property(said, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (turns, sizes) => {
        const events = conversation(...turns);
        expect(essence(dissect(recut(events, sizes)))).toEqual(essence(dissect(events)));
      }),
      { numRuns: 150 },
    );
  });

  test('every span lies in its space, and every space in its parents', () => {
    fc.assert(
      fc.property(said, (turns) => {
        const dissected = dissect(conversation(...turns));
        const bits = new Map(dissected.spaces.map(({ id, bytes }) => [id, bytes.length * 8]));
        const inside = ({ space, span, children }: Annotation): boolean =>
          span.start >= 0 && span.start <= span.end && span.end <= (bits.get(space) ?? -1) && children.every(inside);
        expect(dissected.units.every(inside)).toBe(true);
        for (const { from } of dissected.spaces)
          for (const { space, span } of from) expect(span.end).toBeLessThanOrEqual(bits.get(space) ?? -1);
      }),
    );
  });

  test('script tells it nothing', () => {
    const event: CaptureEvent = {
      id: 'page:0',
      at: 0,
      kind: 'script',
      socket: 0,
      script: { on: 'error' },
      readyState: 3,
      bufferedAmount: 0,
    };
    expect(createDissector().push(event)).toEqual({ spaces: [], units: [] });
  });
});

describe('a long capture', () => {
  test('costs a constant number of copies a byte: its growing space has few buffers', () => {
    const recording = createRecording();
    recording.say(up, REQUEST);
    recording.say(down, RESPONSE);
    for (let i = 0; i < 20_000; i += 1) recording.say(down, HELLO);
    const dissector = createDissector();
    const buffers = new Map<ArrayBufferLike, number>();
    let units = 0;
    for (const event of recording.events) {
      const dissected = dissector.push(event);
      units += dissected.units.length;
      for (const { via, bytes } of dissected.spaces)
        if (via === 'stream') buffers.set(bytes.buffer, bytes.buffer.byteLength);
    }
    const copied = [...buffers.values()].reduce((sum, size) => sum + size, 0);
    expect(units).toBe(2 + 2 * 20_000);
    expect(copied).toBeLessThan(4 * (20_000 * HELLO.length + REQUEST.length + RESPONSE.length + 4096));
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, latin1Encode, toHex } from '#demos/protocol/bytes.ts';
import type { Direction, WireCaptureEvent } from './capture.ts';
import { decodePackets } from './decode-pcap.ts';
import { encodePcapng } from './pcapng.ts';
import { FLAG, parseEndpoint } from './pcapng-segment.ts';
import { reassemble } from './reassemble.ts';
import { createRecording, down, HELLO, MASKED_HELLO, REQUEST, RESPONSE, up } from './session.ts';

const CLIENT = parseEndpoint('127.0.0.1:50000') ?? expect.unreachable();
const SERVER = parseEndpoint('127.0.0.1:80') ?? expect.unreachable();

interface Sent {
  readonly by?: 'client' | 'server';
  readonly sequence: number;
  readonly flags?: number;
  readonly bytes?: string | Uint8Array;
  /** Bytes that it carried, where fewer were kept. */
  readonly length?: number;
}

const inOrder = (...sent: readonly Sent[]) =>
  reassemble(
    sent.map(({ by = 'client', sequence, flags = FLAG.ack, bytes = '', length }, at) => {
      const payload = typeof bytes === 'string' ? latin1Encode(bytes) : bytes;
      const [from, to] = by === 'client' ? [CLIENT, SERVER] : [SERVER, CLIENT];
      const numbers = { sequence: sequence >>> 0, flags, payload, length: length ?? payload.length };
      return { at, segment: { from, to, ...numbers } };
    }),
  );

/** `2 → 0 "GET"`: when, which way, from which offset on, what; a gap is a number. */
const told = (events: readonly WireCaptureEvent[]): readonly string[] =>
  events.flatMap((event) => {
    if (event.kind === 'opened' || !('direction' in event)) return [];
    const arrow = event.direction === up ? '→' : '←';
    if (event.kind === 'bytes')
      return [`${event.at} ${arrow} ${event.offset} "${new TextDecoder('latin1').decode(event.bytes)}"`];
    return [`${event.at} ${arrow} ${event.kind === 'gap' ? `${event.offset} ${event.length} missing` : event.kind}`];
  });

const SYN = { sequence: 99, flags: FLAG.syn };
const answered = (sequence: number): Sent => ({ by: 'server', sequence, flags: FLAG.syn | FLAG.ack });

describe('one direction', () => {
  test('what came early waits for what came late, and has its time', () =>
    expect(told(inOrder(SYN, { sequence: 103, bytes: 'def' }, { sequence: 100, bytes: 'abc' }).events)).toEqual([
      '2 → 0 "abc"',
      '2 → 3 "def"',
    ]));

  test('what was sent again is given once, in whole or in part', () => {
    const { events } = inOrder(
      SYN,
      { sequence: 100, bytes: 'abc' },
      { sequence: 100, bytes: 'abc' },
      { sequence: 101, bytes: 'bcde' },
    );
    expect(told(events)).toEqual(['1 → 0 "abc"', '3 → 3 "de"']);
  });

  test('a keep-alive probe repeats the byte before the next one (RFC 9293 §3.8.4)', () => {
    const { events } = inOrder(
      SYN,
      { sequence: 100, bytes: 'abc' },
      { sequence: 102, bytes: 'x' },
      { sequence: 103, bytes: 'd' },
    );
    expect(told(events)).toEqual(['1 → 0 "abc"', '3 → 3 "d"']);
  });

  test('bytes that stand nowhere in the file are a gap at once', () => {
    const { events } = inOrder(SYN, { sequence: 100, bytes: 'abc' }, { sequence: 110, bytes: 'klm' });
    expect(told(events)).toEqual(['1 → 0 "abc"', '2 → 3 7 missing', '2 → 10 "klm"']);
  });

  test('bytes of a packet that were not kept are a gap, at the end too', () => {
    const { events } = inOrder(
      SYN,
      { sequence: 100, bytes: 'abc', length: 50 },
      { sequence: 150, bytes: 'd', length: 3 },
    );
    expect(told(events)).toEqual(['1 → 0 "abc"', '1 → 3 47 missing', '2 → 50 "d"', '2 → 51 2 missing']);
  });

  test('a FIN waits for the bytes before it', () => {
    const { events } = inOrder(SYN, { sequence: 103, flags: FLAG.fin | FLAG.ack }, { sequence: 100, bytes: 'abc' });
    expect(told(events)).toEqual(['2 → 0 "abc"', '2 → fin']);
  });

  test('the ACK after a FIN has counted it, and is no byte', () => {
    const { events } = inOrder(SYN, { sequence: 100, flags: FLAG.fin | FLAG.ack }, { sequence: 101 });
    expect(told(events)).toEqual(['1 → fin']);
  });

  test('numbers go on past 2^32', () => {
    const { events } = inOrder(
      { sequence: -3, flags: FLAG.syn },
      { sequence: -2, bytes: 'ab' },
      { sequence: 0, bytes: 'cd' },
    );
    expect(told(events)).toEqual(['1 → 0 "ab"', '2 → 2 "cd"']);
  });

  test('a reset is told at once, whatever its number', () =>
    expect(told(inOrder(SYN, { sequence: 0x7000_0000, flags: FLAG.rst }).events)).toEqual(['1 → rst']));

  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 1, maxLength: 40 });
  const cut = (length: number) =>
    fc.tuple(fc.nat(length - 1), fc.nat(12)).map(([at, size]) => ({ at, size: size + 1 }));
  test('any segments that hold every byte, in any order, give the same bytes', () =>
    fc.assert(
      fc.property(
        text.chain((all) => fc.tuple(fc.constant(all), fc.array(cut(all.length), { maxLength: 30 }))),
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        fc.boolean(),
        ([all, cuts], isn, begins) => {
          const pieces = cuts.map(({ at, size }) => ({ at, bytes: all.slice(at, at + size) }));
          // Whatever the cuts leave out comes last, byte by byte.
          const rest = [...all].map((bytes, at) => ({ at, bytes }));
          const sent = [...pieces, ...rest].map(({ at, bytes }) => ({ sequence: isn + 1 + at, bytes }));
          const { events } = inOrder(...(begins ? [{ sequence: isn, flags: FLAG.syn }] : []), ...sent);
          let given = '';
          for (const event of events) {
            if (event.kind !== 'bytes') continue;
            expect(event.offset).toBe(given.length);
            given += new TextDecoder().decode(event.bytes);
          }
          expect(given).toBe(all);
          expect(events.some(({ kind }) => kind === 'gap')).toBe(false);
        },
      ),
    ));
});

describe('which end is the client', () => {
  const remote = (events: readonly WireCaptureEvent[]): string =>
    events.flatMap((event) => (event.kind === 'opened' ? [event.remote] : [])).join();

  test.each<[string, readonly Sent[]]>([
    ['it sent the SYN', [SYN]],
    ['the other answered one', [answered(1)]],
    ['it sent the request', [{ by: 'client', sequence: 1, bytes: REQUEST }]],
    ['the other sent the response', [{ by: 'server', sequence: 1, bytes: RESPONSE }]],
    ['its frames are masked', [{ by: 'client', sequence: 1, bytes: MASKED_HELLO }]],
    ["the other's are not", [{ by: 'server', sequence: 1, bytes: HELLO }]],
    ['its port is the higher one', [{ by: 'server', sequence: 1, bytes: '?' }]],
  ])('%s', (_, sent) => expect(remote(inOrder(...sent).events)).toBe('127.0.0.1:50000'));
});

describe('connections', () => {
  test('ends that speak again with another SYN are another connection, with the same one they are not', () => {
    const { events } = inOrder(
      SYN,
      SYN,
      { sequence: 100, bytes: 'one' },
      { sequence: 500, flags: FLAG.syn },
      { sequence: 501, bytes: 'two' },
    );
    const bytes = events.filter(({ kind }) => kind === 'bytes');
    expect(bytes.map(({ connection }) => connection)).toEqual(['tcp-0', 'tcp-1']);
    expect(told(bytes)).toEqual(['2 → 0 "one"', '4 → 0 "two"']);
  });

  test('a SYN that the file has after its data belongs to it', () =>
    expect(new Set(inOrder({ sequence: 100, bytes: 'one' }, SYN).events.map(({ connection }) => connection))).toEqual(
      new Set(['tcp-0']),
    ));
});

/** What a pcapng file keeps of events: a gap is known by what comes after it, and only packets are in it. */
function kept(events: readonly WireCaptureEvent[]): readonly string[] {
  const zero = events[0]?.at ?? 0;
  const missing = new Map<string, number>();
  return events.flatMap((event) => {
    const at = `${event.connection} ${((event.at - zero) * 1e6).toFixed(0)}`;
    if (event.kind === 'opened') return [`${at} opened ${event.remote} to ${event.local}`];
    if (event.kind === 'closed' || event.kind === 'error') return [];
    const stream = `${event.connection}/${event.direction}`;
    if (event.kind === 'gap') {
      missing.set(stream, (missing.get(stream) ?? 0) + event.length);
      return [];
    }
    if (event.kind === 'bytes' && event.bytes.length === 0) return [];
    const before = event.kind === 'rst' ? 0 : (missing.get(stream) ?? 0);
    missing.delete(stream);
    const what = event.kind === 'bytes' ? `${event.offset} ${toHex(event.bytes)}` : event.kind;
    return [...(before > 0 ? [`${at} ${event.direction} gap ${before}`] : []), `${at} ${event.direction} ${what}`];
  });
}

describe('our own export, read back', () => {
  const direction = fc.constantFrom<Direction>(up, down);
  const act = fc.oneof(
    { weight: 5, arbitrary: fc.record({ direction, bytes: fc.uint8Array({ maxLength: 60 }) }) },
    { weight: 1, arbitrary: fc.record({ direction, lost: fc.integer({ min: 1, max: 1e6 }) }) },
  );
  const end = fc.constantFrom<'fin' | 'rst' | null>('fin', 'rst', null);
  const ends = fc.constantFrom(
    ['127.0.0.1:80', '127.0.0.1:4'],
    ['[::1]:4101', '[2001:db8::1:0:0:2]:50000'],
    ['10.0.0.1:1', '9.9.9.9:65535'],
  );

  test('is the same capture, but for what no packet can tell', () =>
    fc.assert(
      fc.property(
        ends,
        fc.array(act, { maxLength: 12 }),
        end,
        end,
        fc.nat(1e9),
        (addresses, acts, above, below, start) => {
          const [local = '', remote = ''] = addresses;
          const recording = createRecording('tcp-0');
          recording.add({ kind: 'opened', local, remote });
          for (const one of acts)
            if ('bytes' in one) recording.say(one.direction, one.bytes);
            else recording.lose(one.direction, one.lost);
          if (above) recording.add({ kind: above, direction: up });
          if (below) recording.add({ kind: below, direction: down });
          recording.add({ kind: 'closed' });
          // Nanoseconds are what the file counts in.
          const events = recording.events.map((event) => ({ ...event, at: event.at * 1.234567 + start / 1e6 }));
          const { capture, problem, skipped } = decodePackets(encodePcapng({ events }));
          expect(problem).toBeNull();
          expect(skipped).toEqual({ 'no-tcp': 0, fragment: 0, 'link-type': 0 });
          const back = capture.events as readonly WireCaptureEvent[];
          // Up to a nanosecond, which is what adding and dividing cost.
          const round = (lines: readonly string[]) => lines.map((line) => line.replace(/(?<=^\S+ )\d+/, ''));
          expect(round(kept(back))).toEqual(round(kept(events)));
          for (const [i, event] of back.entries())
            if (i > 0) expect(event.at).toBeGreaterThanOrEqual(back[i - 1]?.at ?? 0);
        },
      ),
    ));

  test('several connections whose events alternate stay apart', () => {
    const [one, two] = [createRecording('tcp-0'), createRecording('tcp-1')];
    one.add({ kind: 'opened', local: '127.0.0.1:80', remote: '127.0.0.1:50000' });
    two.add({ kind: 'opened', local: '127.0.0.1:80', remote: '127.0.0.1:50001' });
    for (const recording of [one, two, two, one]) recording.say(up, concat(REQUEST_BYTES, HELLO));
    const events = [one, two].flatMap((recording) => recording.events).sort((a, b) => a.at - b.at);
    const { capture } = decodePackets(encodePcapng({ events }));
    expect(kept(capture.events as readonly WireCaptureEvent[])).toEqual(kept(events));
  });

  test('a read that no packet can carry comes back in two', () => {
    const recording = createRecording('tcp-0');
    recording.say(down, new Uint8Array(70_000).fill(7));
    const { capture } = decodePackets(encodePcapng({ events: recording.events }));
    const sizes = capture.events.flatMap((event) => (event.kind === 'bytes' ? [event.bytes.length] : []));
    expect(sizes).toEqual([65_000, 5_000]);
  });
});
const REQUEST_BYTES = latin1Encode(REQUEST);

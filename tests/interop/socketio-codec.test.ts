import { isDeepStrictEqual } from 'node:util';
import { decodePacket, decodePayload, encodePacket, encodePayload, type Packet, type RawData } from 'engine.io-parser';
import fc from 'fast-check';
import { Decoder, Encoder, type Packet as ParserPacket } from 'socket.io-parser';
import { describe, expect, test } from 'vitest';
import type { EnginePacket, EnginePacketResult } from '#demos/protocol/engineio-packet.ts';
import { decodeEnginePacket, ENGINE_PACKET_TYPES, encodeEnginePacket } from '#demos/protocol/engineio-packet.ts';
import { decodeEnginePayload, encodeEnginePayload, SEPARATOR } from '#demos/protocol/engineio-payload.ts';
import { assembleSocketio, IDLE } from '#demos/protocol/socketio-assembly.ts';
import { encodeSocketioContent, type SocketioContent } from '#demos/protocol/socketio-binary.ts';
import { encodeSocketioPacket } from '#demos/protocol/socketio-packet.ts';
import { SOCKETIO_PACKET_TYPES, type SocketioPacket } from '#demos/protocol/socketio-types.ts';
import type { JsonObject, ValueWithBinary } from '#demos/protocol/socketio-value.ts';
import type { Violation } from '#demos/protocol/violation.ts';

const RUNS = { numRuns: 10_000, seed: 5 };
const TIMEOUT = 60_000;

type Message = string | Uint8Array;

// --- What is generated

/** Lone surrogates too. */
const anyText = fc.array(fc.nat({ max: 0xffff }), { maxLength: 8 }).map((units) => String.fromCharCode(...units));
const bytes = fc.uint8Array({ maxLength: 4 });
const key = fc.string({ unit: 'grapheme', maxLength: 4 }).filter((name) => name !== '__proto__');
/** JSON with binary anywhere in it. */
const { value } = fc.letrec<{ value: ValueWithBinary }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
    bytes,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3 }),
  ),
}));
const jsonObject: fc.Arbitrary<JsonObject> = fc.dictionary(
  key,
  fc.oneof(fc.string(), fc.nat(), fc.constant(null), fc.array(fc.boolean())),
  { maxKeys: 2 },
);
const name = fc.oneof(fc.constantFrom('hello', 'connect', 'disconnecting', 'newListener'), key, fc.nat());
const namespace = fc.oneof(
  fc.constant('/'),
  fc.string({ unit: 'grapheme', maxLength: 6 }).map((path) => `/${path.replaceAll(',', '')}`),
);
const content: fc.Arbitrary<SocketioContent> = fc.oneof(
  fc.record(
    {
      type: fc.constant('EVENT' as const),
      namespace,
      id: fc.nat(),
      data: fc.tuple(name, fc.array(value, { maxLength: 3 })).map(([first, rest]) => [first, ...rest] as const),
    },
    { requiredKeys: ['type', 'namespace', 'data'] },
  ),
  fc.record({
    type: fc.constant('ACK' as const),
    namespace,
    id: fc.nat(),
    data: fc.array(value, { maxLength: 3 }),
  }),
);
const control: fc.Arbitrary<SocketioPacket> = fc.oneof(
  fc.record(
    { type: fc.constant('CONNECT' as const), namespace, data: jsonObject },
    { requiredKeys: ['type', 'namespace'] },
  ),
  fc.record({ type: fc.constant('DISCONNECT' as const), namespace }),
  fc.record({
    type: fc.constant('CONNECT_ERROR' as const),
    namespace,
    data: fc.oneof<fc.Arbitrary<string | JsonObject>[]>(fc.string(), jsonObject),
  }),
);
const messagesOf = (packet: SocketioContent | SocketioPacket): Message[] => {
  if (packet.type !== 'EVENT' && packet.type !== 'ACK') return [encodeSocketioPacket(packet)];
  const { text, attachments } = encodeSocketioContent(packet);
  return [text, ...attachments];
};

/** One small edit: most of what a peer gets wrong is near something right. */
const edit = fc.record({
  at: fc.nat({ max: 20 }),
  remove: fc.nat({ max: 2 }),
  insert: fc.oneof(
    fc.constantFrom(
      '',
      ' ',
      '-',
      ',',
      '/',
      '0',
      '1',
      '12',
      '[',
      ']',
      '{',
      '}',
      '"',
      '+',
      '.5',
      'e0',
      'x',
      '\n',
      '9'.repeat(20),
    ),
    fc.string({ unit: 'grapheme', maxLength: 2 }),
  ),
});
const edited = (text: string, { at, remove, insert }: { at: number; remove: number; insert: string }): string =>
  text.slice(0, at % (text.length + 1)) + insert + text.slice((at % (text.length + 1)) + remove);
/** By hand what an edit rarely makes: every field, spelled rightly and wrongly. */
const spelled = fc
  .tuple(
    fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '', ' '),
    fc.constantFrom('', '', '1-', '2-', '01-', '0-', '11-', '1e0-', '0x1-', '1', '-'),
    fc.constantFrom('', '', '/a,', '/a', '/,', '/'),
    fc.constantFrom('', '', '7', '007', ' ', '1 2', '9007199254740993'),
    fc.constantFrom(
      '',
      '["e"]',
      '[]',
      '{}',
      '"why"',
      '[1]',
      '[null]',
      '["connect"]',
      '["e",{"_placeholder":true,"num":0}]',
      '["e",{"_placeholder":true,"num":1}]',
      '["e",{"_placeholder":true,"num":0.5}]',
      '["e",{"_placeholder":true,"num":-1}]',
      '["e",{"_placeholder":true}]',
      '["e",{"_placeholder":true,"num":"0"}]',
      '["e",{"_placeholder":1,"num":7}]',
      '["e",{"_placeholder":false,"_placeholder":true,"num":0}]',
      '["e",]',
    ),
  )
  .map((parts) => parts.join(''));
const sequence: fc.Arbitrary<readonly Message[]> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.oneof(content, control).map(messagesOf) },
      fc
        .tuple(fc.oneof(content, control), edit)
        .map(([packet, change]) =>
          messagesOf(packet).map((each) => (typeof each === 'string' ? edited(each, change) : each)),
        ),
      spelled.map((text) => [text]),
      spelled.map((text) => [text, Uint8Array.of(1)]),
      bytes.map((each) => [each]),
      anyText.map((text) => [text]),
    ),
    { minLength: 1, maxLength: 2 },
  )
  .map((packets) => packets.flat());

// --- What each makes of it

interface Outcome {
  readonly delivered: readonly unknown[];
  /** Index of the message that was refused. */
  readonly refusedAt: number | null;
  readonly violation?: Violation;
}

function readWithTheirs(messages: readonly Message[]): Outcome {
  const delivered: unknown[] = [];
  const decoder = new Decoder();
  decoder.on('decoded', ({ type, nsp, id, data }: ParserPacket) => delivered.push({ type, nsp, id, data }));
  for (const [index, message] of messages.entries()) {
    try {
      decoder.add(message);
    } catch {
      return { delivered, refusedAt: index };
    }
  }
  return { delivered, refusedAt: null };
}

function readWithOurs(messages: readonly Message[]): Outcome {
  const delivered: unknown[] = [];
  let assembly = IDLE;
  for (const [index, message] of messages.entries()) {
    const result = assembleSocketio(assembly, message);
    assembly = result.assembly;
    const { step } = result;
    if (step.kind === 'violation') return { delivered, refusedAt: index, violation: step.violation };
    const whole = step.content ?? (assembly === IDLE && step.kind === 'packet' ? step.packet : null);
    if (!whole) continue;
    delivered.push({
      type: SOCKETIO_PACKET_TYPES.indexOf(whole.type),
      nsp: whole.namespace,
      id: 'id' in whole ? whole.id : undefined,
      data: 'data' in whole ? whole.data : undefined,
    });
  }
  return { delivered, refusedAt: null };
}

/** Every way in which the reference parser takes what we refuse. There is none the other way round. */
const DIFFERENCES: readonly {
  readonly id: string;
  readonly explains: (violation: Violation, refused: Message) => boolean;
}[] = [
  {
    id: 'an empty packet, or one that begins with white space, is CONNECT to it: Number("") is 0',
    explains: ({ rule }, text) =>
      rule === 'socketio.type' && typeof text === 'string' && text.slice(0, 1).trim() === '',
  },
  {
    id: 'it takes any spelling of a number of attachments that Number() takes, such as 1e0 or 0x1',
    explains: ({ rule }) => rule === 'socketio.hyphen' || rule === 'socketio.attachments',
  },
  {
    id: 'a namespace may end with the packet, without the comma that Socket.IO v5 §Format shows',
    explains: ({ rule }) => rule === 'socketio.namespace',
  },
  {
    id: 'it takes an ack id in CONNECT, DISCONNECT and CONNECT_ERROR, which have nothing to acknowledge',
    explains: ({ rule, expected }) => rule === 'socketio.ack-id' && expected.startsWith('no ack id in '),
  },
  {
    id: 'it rounds an ack id above 2^53 - 1, so that the answer has another id than the question',
    explains: ({ rule, expected }) => rule === 'socketio.ack-id' && expected.startsWith('at most '),
  },
  {
    id: 'it takes an ACK without the id that Socket.IO v5 §Acknowledgement asks for',
    explains: ({ rule }) => rule === 'socketio.ack-id-missing',
  },
  {
    id: 'white space where an ack id may stand is part of one to it: Number(" ") is 0, and Number("1 2") NaN',
    explains: ({ rule }) => rule === 'socketio.space',
  },
  {
    id: 'it does not check a payload that is not there, though an event, an ACK and a CONNECT_ERROR need one',
    explains: ({ rule, found }) => rule.endsWith('-payload') && found === 'nothing',
  },
  {
    id: 'it looks at a placeholder’s number when the last attachment has come, and takes a fraction',
    explains: ({ rule }) => rule === 'socketio.placeholder',
  },
];

describe('socket.io-parser', () => {
  test(
    `${RUNS.numRuns} valid packets are written as it writes them, and read as it reads them`,
    () => {
      fc.assert(
        fc.property(fc.oneof(content, control), (packet) => {
          const { type, namespace: nsp } = packet;
          const id = 'id' in packet ? packet.id : undefined;
          const data = 'data' in packet ? packet.data : undefined;
          const theirs = new Encoder().encode({ type: SOCKETIO_PACKET_TYPES.indexOf(type), nsp, id, data });
          const ours = messagesOf(packet);
          expect(isDeepStrictEqual(ours, theirs), JSON.stringify({ ours, theirs })).toBe(true);
          const { violation: _, ...read } = readWithOurs(ours);
          expect(isDeepStrictEqual(read, readWithTheirs(ours)), JSON.stringify(ours)).toBe(true);
        }),
        RUNS,
      );
    },
    TIMEOUT,
  );

  test(
    `of ${RUNS.numRuns} valid, nearly valid and random sequences, whatever it refuses we refuse; all differences are listed, and seen`,
    () => {
      const seen = new Set<string>();
      let refused = 0;
      let agreed = 0;
      fc.assert(
        fc.property(sequence, (messages) => {
          const theirs = readWithTheirs(messages);
          const { violation, ...ours } = readWithOurs(messages);
          if (violation) {
            refused += 1;
            expect(violation.found.length).toBeGreaterThan(0);
            expect(violation.expected.length).toBeGreaterThan(0);
            const { start, end } = violation.span;
            expect(start <= end && end <= Buffer.byteLength(messages[ours.refusedAt ?? 0] ?? '') * 8).toBe(true);
          } else agreed += 1;
          if (isDeepStrictEqual(ours, theirs)) return;
          const shown = JSON.stringify({ messages, ours, violation, theirs });
          const index = ours.refusedAt;
          if (index === null || !violation) throw new Error(`it refuses or reads otherwise what we take: ${shown}`);
          expect(theirs.refusedAt === null || theirs.refusedAt > index, shown).toBe(true);
          const before = readWithTheirs(messages.slice(0, index));
          expect(isDeepStrictEqual(before.delivered, ours.delivered), shown).toBe(true);
          const difference = DIFFERENCES.find(({ explains }) => explains(violation, messages[index] as Message));
          if (!difference) throw new Error(`not listed: ${shown}`);
          seen.add(difference.id);
        }),
        RUNS,
      );
      expect([...seen].sort()).toEqual(DIFFERENCES.map(({ id }) => id).sort());
      // Both outcomes must be common for the comparison to mean anything.
      expect(Math.min(refused, agreed)).toBeGreaterThan(RUNS.numRuns / 5);
    },
    TIMEOUT,
  );

  test('a key "__proto__" beside binary: it sets the prototype and the value is lost; we keep it', () => {
    const data = JSON.parse('["e",{"__proto__":1}]');
    const withBinary = [...data, Uint8Array.of(1)];
    const [theirs] = new Encoder().encode({ type: 2, nsp: '/', data: [...withBinary] });
    expect(theirs).toBe('51-["e",{},{"_placeholder":true,"num":0}]');
    expect(messagesOf({ type: 'EVENT', namespace: '/', data: withBinary as ['e'] })[0]).toBe(
      '51-["e",{"__proto__":1},{"_placeholder":true,"num":0}]',
    );
  });
});

// --- Engine.IO

const enginePacket: fc.Arbitrary<EnginePacket> = fc.oneof(
  fc.record({ type: fc.constantFrom(...ENGINE_PACKET_TYPES), data: fc.string({ unit: 'grapheme' }) }),
  fc.record({ type: fc.constant('message' as const), data: bytes }),
);
const asTheirs = ({ type, data }: EnginePacket): Packet => ({
  type,
  data: typeof data === 'string' ? data : Buffer.from(data),
});
const encodeWithTheirs = (packet: EnginePacket): Message => {
  let encoded: RawData = '';
  encodePacket(asTheirs(packet), true, (each) => {
    encoded = each;
  });
  return encoded as unknown as Message;
};
const sameAs = ({ type, data = '' }: Packet, result: EnginePacketResult): boolean => {
  if (result.kind === 'violation') return type === 'error';
  const { packet } = result;
  const plain = (each: unknown) => (each instanceof Uint8Array ? Buffer.from(each).toString('hex') : each);
  return type === packet.type && typeof data === typeof packet.data && plain(data) === plain(packet.data);
};

describe('engine.io-parser', () => {
  test(
    `${RUNS.numRuns} packets are written as it writes them, and read as it reads them`,
    () => {
      fc.assert(
        fc.property(enginePacket, (packet) => {
          const theirs = encodeWithTheirs(packet);
          const ours = encodeEnginePacket(packet);
          expect(ours).toEqual(typeof theirs === 'string' ? theirs : Uint8Array.from(theirs));
          expect(
            sameAs(decodePacket(typeof ours === 'string' ? ours : Buffer.from(ours)), decodeEnginePacket(ours)),
          ).toBe(true);
        }),
        RUNS,
      );
    },
    TIMEOUT,
  );

  test(
    `${RUNS.numRuns} payloads of long polling are written as it writes them, and read as it reads them`,
    () => {
      const withoutSeparator = enginePacket.filter(({ data }) => typeof data !== 'string' || !data.includes(SEPARATOR));
      fc.assert(
        fc.property(fc.array(withoutSeparator, { minLength: 1, maxLength: 4 }), (packets) => {
          const ours = encodeEnginePayload(packets);
          encodePayload(packets.map(asTheirs), (theirs) => expect(ours).toBe(theirs));
          const read = decodeEnginePayload(ours);
          const theirs = decodePayload(ours);
          expect(read).toHaveLength(theirs.length);
          for (const [index, result] of read.entries()) expect(sameAs(theirs[index] as Packet, result)).toBe(true);
        }),
        RUNS,
      );
    },
    TIMEOUT,
  );

  test(
    `of ${RUNS.numRuns} texts it refuses what we refuse, but for base64: it skips what is none`,
    () => {
      const texts = fc.oneof(
        anyText,
        fc
          .tuple(fc.constantFrom(...'0123456789b '), fc.string({ unit: 'grapheme', maxLength: 6 }))
          .map((parts) => parts.join('')),
        fc.base64String({ maxLength: 8 }).map((text) => `b${text}`),
      );
      let lenient = 0;
      fc.assert(
        fc.property(texts, (text) => {
          const ours = decodeEnginePacket(text);
          if (sameAs(decodePacket(text), ours)) return;
          expect(ours, text).toMatchObject({ kind: 'violation', violation: { rule: 'engineio.base64' } });
          expect(text[0]).toBe('b');
          lenient += 1;
        }),
        RUNS,
      );
      expect(lenient).toBeGreaterThan(0);
    },
    TIMEOUT,
  );
});

import { expect, test } from 'vitest';
import type { Policy } from '#demos/protocol/frame.ts';
import { createMessageReader } from '#demos/protocol/message-reader.ts';
import type { Role, Violation } from '#demos/protocol/violation.ts';
import { closeCodeOf, Receiver } from '#tools/ws-parts.ts';
import { Random, randomChunks, randomStream } from './random-streams.ts';

const STREAMS = 12_000;
const TIMEOUT = 60_000;
const SEED = 6455;
/** What ws's WebSocket gives its receiver by default, and so policy `ws` too. */
const WS_MAX_PAYLOAD = 100 * 1024 * 1024;

const hex = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');

interface Outcome {
  readonly delivered: readonly string[];
  /** `undefined`: the connection did not fail. */
  closeCode: number | null | undefined;
}

function readWithWs(from: Role, chunks: readonly Uint8Array[], maxPayload: number): Outcome {
  const delivered: string[] = [];
  const outcome: Outcome = { delivered, closeCode: undefined };
  const receiver = new Receiver({ isServer: from === 'client', maxPayload });
  let over = false;
  receiver.on('message', (data, isBinary) => delivered.push(`${isBinary ? 'binary' : 'text'} ${hex(data)}`));
  receiver.on('ping', (data) => delivered.push(`ping ${hex(data)}`));
  receiver.on('pong', (data) => delivered.push(`pong ${hex(data)}`));
  receiver.on('conclude', (code, reason) => {
    over = true;
    delivered.push(`close ${code} ${reason}`);
  });
  receiver.on('error', (error) => {
    outcome.closeCode = closeCodeOf(error);
  });
  for (const chunk of chunks) {
    if (over || receiver.errored) break;
    // ws unmasks where the bytes lie.
    receiver.write(Buffer.from(chunk));
  }
  return outcome;
}

function readWithOurs(
  from: Role,
  chunks: readonly Uint8Array[],
  policy: Policy,
  maxPayload?: number,
): Outcome & { failure: Violation | null } {
  const delivered: string[] = [];
  const reader = createMessageReader({ from, policy, deflate: false, maxPayload });
  for (const chunk of chunks) {
    for (const event of reader.push(chunk)) {
      if (event.kind === 'message') delivered.push(`${event.type} ${hex(event.payload)}`);
      else if (event.kind === 'ping' || event.kind === 'pong') delivered.push(`${event.kind} ${hex(event.payload)}`);
      else if (event.kind === 'close')
        delivered.push(`close ${event.close?.code ?? 1005} ${event.close?.reason ?? ''}`);
    }
  }
  return { delivered, closeCode: reader.failure?.closeCode, failure: reader.failure };
}

/** ws tells of an error on the next tick. */
const nextTick = () => new Promise<void>((resolve) => setImmediate(resolve));

test(
  `policy ws: ${STREAMS} random streams are delivered and refused as ws's own receiver does`,
  async () => {
    const random = new Random(SEED);
    let refused = 0;
    let messages = 0;
    for (let i = 0; i < STREAMS; i++) {
      const { from, bytes } = randomStream(random);
      const chunks = randomChunks(random, bytes);
      const limit = random.pick([WS_MAX_PAYLOAD, WS_MAX_PAYLOAD, 200]);
      const theirs = readWithWs(from, chunks, limit);
      const { failure, ...ours } = readWithOurs(from, chunks, 'ws', limit);
      await nextTick();
      if (JSON.stringify(ours) !== JSON.stringify(theirs)) {
        expect(ours, `stream ${i} from ${from}, ${failure?.rule ?? 'no failure'}: ${hex(bytes)}`).toEqual(theirs);
      }
      if (failure) refused++;
      messages += ours.delivered.length;
    }
    // The streams must exercise both outcomes for the comparison to mean anything.
    expect(refused).toBeGreaterThan(STREAMS / 5);
    expect(messages).toBeGreaterThan(STREAMS);
  },
  TIMEOUT,
);

const isPrefix = (short: readonly string[], long: readonly string[]) => short.every((item, i) => item === long[i]);

/** Every way in which the RFC's words and ws part, and how to recognise it. */
const DIFFERENCES: readonly {
  readonly id: string;
  /** The RFC's words for it; what ws does instead was run here. */
  readonly source: string;
  readonly explains: (rfc: ReturnType<typeof readWithOurs>, ws: ReturnType<typeof readWithOurs>) => boolean;
}[] = [
  {
    id: 'ws takes a length that is not in its shortest form',
    source: 'RFC 6455 §5.2',
    explains: (rfc, ws) => rfc.failure?.rule === 'frame.length-minimal' && isPrefix(rfc.delivered, ws.delivered),
  },
  {
    id: 'ws answers a length with its sign bit set as too big (1009), not as a protocol error (1002)',
    source: 'RFC 6455 §5.2, §7.4.1',
    explains: (rfc, ws) =>
      rfc.failure?.rule === 'frame.length-sign-bit' && rfc.closeCode === 1002 && ws.closeCode === 1009,
  },
  {
    id: 'ws refuses a frame above 2^53 - 1 bytes or a message above 100 MiB; the RFC leaves limits to the implementation',
    source: 'RFC 6455 §5.2, §10.4',
    explains: (rfc, ws) =>
      rfc.failure === null && ['frame.length-limit', 'message.too-big'].includes(ws.failure?.rule ?? ''),
  },
  {
    id: 'ws looks for invalid UTF-8 only when the message is complete',
    source: 'RFC 6455 §8.1',
    explains: (rfc, ws) => rfc.failure?.rule === 'message.utf8' && isPrefix(rfc.delivered, ws.delivered),
  },
  {
    id: 'ws reads nothing after a Close frame; the RFC forbids only data frames there',
    source: 'RFC 6455 §1.4, §5.5.1',
    explains: (rfc, ws) => ws.delivered.at(-1)?.startsWith('close') === true && isPrefix(ws.delivered, rfc.delivered),
  },
];

test(
  'policy rfc differs from ws in the listed ways, all of them, and in no other',
  () => {
    const random = new Random(SEED);
    const seen = new Set<string>();
    for (let i = 0; i < STREAMS; i++) {
      const { from, bytes } = randomStream(random);
      const chunks = randomChunks(random, bytes);
      const rfc = readWithOurs(from, chunks, 'rfc');
      const ws = readWithOurs(from, chunks, 'ws');
      if (rfc.closeCode === ws.closeCode && rfc.delivered.join() === ws.delivered.join()) continue;
      const difference = DIFFERENCES.find(({ explains }) => explains(rfc, ws));
      if (!difference) expect({ rfc, ws }, `stream ${i} from ${from}: ${hex(bytes)}`).toBe('explained');
      else seen.add(difference.id);
    }
    expect([...seen].sort()).toEqual(DIFFERENCES.map(({ id }) => id).sort());
  },
  TIMEOUT,
);

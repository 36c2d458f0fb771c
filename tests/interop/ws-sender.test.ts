import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { concat, equalBytes, fromHex, toHex, utf8Encode } from '#demos/protocol/bytes.ts';
import { encodeClosePayload } from '#demos/protocol/close-payload.ts';
import { createMessageDeflater, createMessageInflater } from '#demos/protocol/deflate-framing.ts';
import type { DataOpcode, Frame, Policy } from '#demos/protocol/frame.ts';
import { encodeFrame } from '#demos/protocol/frame-encoder.ts';
import { createMessageReader } from '#demos/protocol/message-reader.ts';
import type { Role } from '#demos/protocol/violation.ts';
import { nodeDeflateRaw } from '#tools/node-deflate.ts';
import { closeCodeOf, PerMessageDeflate, Receiver, Sender } from '#tools/ws-parts.ts';
import { Random, randomChunks } from './random-streams.ts';

const KEY = fromHex('37fa213d');
const ROLES = ['client', 'server'] as const;

const deflateExtension = (at: Role, noTakeover: boolean, maxPayload = 0) => {
  const extension = new PerMessageDeflate({ isServer: at === 'server', maxPayload });
  extension.accept([noTakeover ? { server_no_context_takeover: [true], client_no_context_takeover: [true] } : {}]);
  return { 'permessage-deflate': extension };
};

function senderOf(from: Role, extensions: Readonly<Record<string, unknown>> = {}) {
  const socket = new PassThrough({ highWaterMark: 1 << 20 });
  const sender = new Sender(socket, extensions, (key) => key.set(KEY));
  const sent = () => new Uint8Array((socket.read() as Buffer | null) ?? []);
  return { sender, sent, mask: from === 'client' };
}

const frameOf = (from: Role, body: { opcode: DataOpcode; fin: boolean; rsv1: boolean; payload: Uint8Array }): Frame =>
  from === 'client' ? { kind: 'data', from, maskingKey: KEY, ...body } : { kind: 'data', from, ...body };

for (const from of ROLES) {
  const control = (opcode: 8 | 9 | 10, payload: Uint8Array) =>
    encodeFrame(
      from === 'client'
        ? { kind: 'control', from, maskingKey: KEY, opcode, payload }
        : { kind: 'control', from, opcode, payload },
    );

  test(`a ${from}'s data frames are byte for byte what ws sends`, () => {
    for (const length of [0, 1, 23, 24, 125, 126, 127, 65535, 65536, 70000]) {
      const { sender, sent, mask } = senderOf(from);
      const payload = new Random(length).bytes(length);
      sender.send(payload, { binary: true, compress: false, fin: false, mask });
      sender.send(payload, { binary: true, compress: false, fin: true, mask });
      const ours = concat(
        encodeFrame(frameOf(from, { opcode: 2, fin: false, rsv1: false, payload })),
        encodeFrame(frameOf(from, { opcode: 0, fin: true, rsv1: false, payload })),
      );
      expect(equalBytes(sent(), ours), `${length} bytes`).toBe(true);
    }
  });

  test(`a ${from}'s control frames are byte for byte what ws sends`, () => {
    const { sender, sent, mask } = senderOf(from);
    sender.ping(utf8Encode('Hello'), mask);
    expect(toHex(sent())).toBe(toHex(control(9, utf8Encode('Hello'))));
    sender.pong(new Uint8Array(125), mask);
    expect(toHex(sent())).toBe(toHex(control(10, new Uint8Array(125))));
    sender.close(4001, '再见', mask);
    expect(toHex(sent())).toBe(toHex(control(8, encodeClosePayload(4001, '再见'))));
    sender.close(undefined, '', mask);
    expect(toHex(sent())).toBe(toHex(control(8, encodeClosePayload(null))));
  });
}

const WORDS = ['hello', '{"type":"message","text":"', 'Hello', '中文', '"}', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'];
const phrase = (random: Random) => Array.from({ length: random.below(60) }, () => random.pick(WORDS)).join(' ');

for (const from of ROLES) {
  for (const noTakeover of [false, true]) {
    const how = noTakeover ? 'without' : 'with';
    const parameters = { contextTakeover: !noTakeover };

    test(`what ws compresses ${how} context takeover as ${from} is read as it was sent`, async () => {
      const random = new Random(7692);
      const { sender, sent, mask } = senderOf(from, deflateExtension(from, noTakeover));
      const inflater = createMessageInflater(parameters);
      const reader = createMessageReader({ from, policy: 'rfc', deflate: true, inflater });
      for (let i = 0; i < 60; i++) {
        const text = phrase(random);
        const half = text.length >> 1;
        const fragmented = random.chance(0.5);
        if (fragmented) sender.send(text.slice(0, half), { binary: false, compress: true, fin: false, mask });
        await new Promise<void>((resolve) => {
          const rest = fragmented ? text.slice(half) : text;
          sender.send(rest, { binary: false, compress: true, fin: true, mask }, () => resolve());
        });
        const events = randomChunks(random, sent()).flatMap((chunk) => reader.push(chunk));
        expect(events).toMatchObject([{ kind: 'message', type: 'text', payload: utf8Encode(text) }]);
      }
    });

    test(`ws reads what our deflater makes ${how} context takeover as ${from}`, async () => {
      const random = new Random(7692);
      const receiver = new Receiver({
        isServer: from === 'client',
        extensions: deflateExtension(from === 'client' ? 'server' : 'client', noTakeover),
      });
      const received: string[] = [];
      receiver.on('message', (data) => received.push(data.toString()));
      const deflater = createMessageDeflater(nodeDeflateRaw, parameters);
      const texts = Array.from({ length: 60 }, () => phrase(random));
      for (const text of texts) {
        const payload = deflater.deflate(utf8Encode(text));
        const bytes = encodeFrame(frameOf(from, { opcode: 1, fin: true, rsv1: true, payload }));
        await new Promise<void>((resolve) => receiver.write(Buffer.from(bytes), () => resolve()));
      }
      expect(received).toEqual(texts);
    });
  }
}

const LIMIT = 1000;

async function wsVerdict(bytes: Uint8Array): Promise<number | null | undefined> {
  const extensions = deflateExtension('client', false, LIMIT);
  const receiver = new Receiver({ isServer: false, extensions, maxPayload: LIMIT });
  return new Promise((resolve) => {
    receiver.on('error', (error) => resolve(closeCodeOf(error)));
    receiver.write(Buffer.from(bytes), () => setImmediate(() => resolve(undefined)));
  });
}

const ourVerdict = (bytes: Uint8Array, policy: Policy) => {
  const inflater = createMessageInflater({ contextTakeover: true });
  const reader = createMessageReader({ from: 'server', policy, deflate: true, inflater, maxPayload: LIMIT });
  reader.push(bytes);
  return reader.failure;
};

const bomb = () => {
  const payload = createMessageDeflater(nodeDeflateRaw, { contextTakeover: true }).deflate(new Uint8Array(LIMIT + 1));
  return encodeFrame({ kind: 'data', from: 'server', opcode: 2, fin: true, rsv1: true, payload });
};

test.each([
  ['inflate.block-type', 1007, () => fromHex('c1 04 ff ff ff ff')],
  ['message.too-big', 1009, bomb],
  ['message.utf8', 1007, () => fromHex('c1 08 00 02 00 fd ff c3 28 00')],
  ['deflate.rsv1-continuation', 1002, () => fromHex('41 03 f2 48 cd c0 04 c9 c9 07 00')],
  ['deflate.rsv1-control', 1002, () => fromHex('c9 00')],
])('%s: ws fails a compressed message with %i, and so do we', async (rule, closeCode, make) => {
  const bytes = make();
  expect(ourVerdict(bytes, 'ws')).toMatchObject({ rule, closeCode });
  expect(await wsVerdict(bytes)).toBe(closeCode);
});

test('Chromium answers corrupt DEFLATE data with 1002', () => {
  expect(ourVerdict(fromHex('c1 04 ff ff ff ff'), 'chromium')).toMatchObject({
    rule: 'inflate.block-type',
    closeCode: 1002,
  });
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { nodeDeflateRaw } from '#tools/node-deflate.ts';
import { concat, fromHex, toHex, utf8Encode } from './bytes.ts';
import { createMessageDeflater, createMessageInflater } from './deflate-framing.ts';
import { createFrameDecoder } from './frame-decoder.ts';
import { encodeFrame, encodeUnchecked } from './frame-encoder.ts';
import { createMessageReader } from './message-reader.ts';
import type { Role } from './violation.ts';

interface Expected {
  readonly type: 'text' | 'binary' | 'ping' | 'pong';
  readonly data?: string;
  readonly length?: number;
}
interface RfcVectors {
  readonly frames: readonly {
    readonly id: string;
    readonly desc: string;
    readonly hex: string;
    readonly bodyRepeat?: readonly [hex: string, times: number];
    readonly from: Role;
    readonly events: readonly Expected[];
  }[];
  readonly deflate: readonly {
    readonly id: string;
    readonly desc: string;
    readonly hex: string;
    readonly texts: readonly string[];
  }[];
}
interface GoldenVectors {
  readonly valid: readonly { readonly name: string; readonly hex: string }[];
  readonly mustFailToServer: readonly { readonly name: string; readonly hex: string; readonly wsCloseCode: number }[];
  readonly lenientInWs: readonly { readonly name: string; readonly hex: string }[];
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../tests/fixtures/${name}.json`, import.meta.url), 'utf8'));
const rfc = read('rfc-vectors') as RfcVectors;
const golden = read('golden-vectors') as GoldenVectors;

const newInflater = () => createMessageInflater({ contextTakeover: true });

const messagesOf = (from: Role, bytes: Uint8Array) =>
  createMessageReader({ from, policy: 'rfc', deflate: true, inflater: newInflater() }).push(bytes);

/** Every frame of these bytes, written anew. */
function rewritten(from: Role, bytes: Uint8Array): string {
  const events = createFrameDecoder({ from, policy: 'rfc', deflate: true }).push(bytes);
  return toHex(
    concat(
      ...events.map((event) =>
        event.kind === 'frame' ? encodeUnchecked(event.header, event.payload) : new Uint8Array(),
      ),
    ),
  );
}

test.each(rfc.frames)('$id: $desc, both ways', ({ hex, bodyRepeat: [byte, times] = ['', 0], from, events }) => {
  const bytes = fromHex(hex + byte.repeat(times));
  const expected = events.map(({ type, data, length }) => ({
    ...(type === 'ping' || type === 'pong' ? { kind: type } : { kind: 'message', type }),
    payload: data === undefined ? new Uint8Array(length ?? 0) : utf8Encode(data),
  }));
  expect(messagesOf(from, bytes)).toMatchObject(expected);
  expect(rewritten(from, bytes)).toBe(toHex(bytes));
});

test.each(rfc.deflate)('$id: $desc, both ways', ({ hex, texts }) => {
  const bytes = fromHex(hex);
  expect(messagesOf('server', bytes)).toMatchObject(
    texts.map((text) => ({ kind: 'message', type: 'text', payload: utf8Encode(text), compression: 'inflated' })),
  );
  expect(rewritten('server', bytes)).toBe(toHex(bytes));
});

test('zlib makes the same bytes of “Hello” twice as RFC 7692 §7.2.3.2 prints', () => {
  const deflater = createMessageDeflater(nodeDeflateRaw, { contextTakeover: true });
  const frame = () => {
    const payload = deflater.deflate(utf8Encode('Hello'));
    return encodeFrame({ kind: 'data', from: 'server', opcode: 1, fin: true, rsv1: true, payload });
  };
  const printed = rfc.deflate.find(({ id }) => id === 'rfc7692-7.2.3.2-a')?.hex ?? '';
  expect(toHex(concat(frame(), frame()))).toBe(toHex(fromHex(printed)));
});

/** Frames that stand alone: a fragment's second half and a message that refers back are in the vectors above. */
const alone = golden.valid.filter(({ name }) => !/fragment 2|#2/.test(name));

test.each(alone)('$name is taken, and written as it was read', ({ hex }) => {
  const bytes = fromHex(hex);
  const from = (bytes[1] as number) & 0x80 ? 'client' : 'server';
  const decoder = createFrameDecoder({ from, policy: 'rfc', deflate: true });
  decoder.push(bytes);
  expect(decoder.failure).toBeNull();
  if (decoder.pending === null) expect(rewritten(from, bytes)).toBe(toHex(bytes));
});

test.each(golden.mustFailToServer)(
  '$name fails the connection; ws closes with $wsCloseCode',
  ({ hex, wsCloseCode }) => {
    const ws = createMessageReader({ from: 'client', policy: 'ws', deflate: false });
    ws.push(fromHex(hex));
    expect(ws.failure?.closeCode).toBe(wsCloseCode);
    const strict = createMessageReader({ from: 'client', policy: 'rfc', deflate: false });
    strict.push(fromHex(hex));
    expect(strict.failure).not.toBeNull();
  },
);

test.each(golden.lenientInWs)('$name', ({ hex }) => {
  const ws = createMessageReader({ from: 'client', policy: 'ws', deflate: false });
  expect(ws.push(fromHex(hex))).toMatchObject([{ kind: 'message', payload: utf8Encode('Hello') }]);
  const strict = createMessageReader({ from: 'client', policy: 'rfc', deflate: false });
  strict.push(fromHex(hex));
  expect(strict.failure?.rule).toBe('frame.length-minimal');
});

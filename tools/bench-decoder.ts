/**
 * Messages a second: our reader beside ws's receiver, in one process, on the same bytes in the same reads.
 * Both give binary messages synchronously, ws with `allowSynchronousEvents`, which is its default.
 * Usage: node tools/bench-decoder.ts
 */
import { encodeFrame } from '#demos/protocol/frame-encoder.ts';
import { createMessageReader } from '#demos/protocol/message-reader.ts';
import { Receiver } from './ws-parts.ts';

const READ = 64 * 1024;
const KEY = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);
const ROUNDS = 9;

/** The least milliseconds of several runs: noise only ever adds. */
function fastest(rounds: number, run: () => void, prepare: () => void = () => {}): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < rounds; i++) {
    prepare();
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

function maskedFrames(payloadBytes: number, count: number): Uint8Array {
  const payload = Uint8Array.from({ length: payloadBytes }, (_, i) => (i * 31) & 0xff);
  const frame = encodeFrame({
    from: 'client',
    kind: 'data',
    opcode: 2,
    fin: true,
    rsv1: false,
    maskingKey: KEY,
    payload,
  });
  const stream = new Uint8Array(frame.length * count);
  for (let i = 0; i < count; i++) stream.set(frame, i * frame.length);
  return stream;
}

/** Buffers of their own memory, as a socket delivers them: ws unmasks in them. */
function reads(stream: Uint8Array, size: number): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < stream.length; at += size) chunks.push(Buffer.from(stream.subarray(at, at + size)));
  return chunks;
}

function decodeOurs(chunks: readonly Uint8Array[]): number {
  const reader = createMessageReader({ from: 'client', policy: 'ws', deflate: false });
  let bytes = 0;
  for (const chunk of chunks) {
    for (const event of reader.push(chunk)) if (event.kind === 'message') bytes += event.payload.length;
  }
  return bytes;
}

function decodeWs(chunks: readonly Buffer[]): number {
  // What ws's WebSocket asks of its receiver by default.
  const receiver = new Receiver({ isServer: true, allowSynchronousEvents: true, maxPayload: 100 * 1024 * 1024 });
  let bytes = 0;
  receiver.on('message', (data) => {
    bytes += data.length;
  });
  for (const chunk of chunks) receiver.write(chunk);
  return bytes;
}

interface Row {
  readonly payload: string;
  readonly frames: number;
  readonly ours: number;
  readonly ws: number;
}

/** Frames a second of both, alternating so that the machine's mood touches both alike. */
function compare(payload: string, payloadBytes: number, frames: number, rounds = ROUNDS): Row {
  const stream = maskedFrames(payloadBytes, frames);
  let chunks: Buffer[] = [];
  const fresh = () => {
    chunks = reads(stream, READ);
  };
  const check = (bytes: number) => {
    if (bytes !== payloadBytes * frames) throw new Error(`expected ${payloadBytes * frames} bytes, found ${bytes}`);
  };
  let ours = Number.POSITIVE_INFINITY;
  let ws = Number.POSITIVE_INFINITY;
  for (let i = 0; i < rounds; i++) {
    ours = Math.min(
      ours,
      fastest(1, () => check(decodeOurs(chunks)), fresh),
    );
    ws = Math.min(
      ws,
      fastest(1, () => check(decodeWs(chunks)), fresh),
    );
  }
  return { payload, frames, ours: frames / (ours / 1000), ws: frames / (ws / 1000) };
}

const short = (n: number): string =>
  n >= 1e6 ? `${(n / 1e6).toFixed(2)} M` : n >= 1e4 ? `${(n / 1e3).toFixed(0)} k` : n.toFixed(0);

function printComparison(): void {
  const sizes: readonly [string, number, number][] = [
    ['64 B', 64, 400_000],
    ['1 KiB', 1024, 64_000],
    ['1 MiB', 1024 * 1024, 64],
  ];
  console.log(
    `masked one-frame messages in ${READ / 1024} KiB reads, best of ${ROUNDS}, Node ${process.versions.node}`,
  );
  console.log('payload      ours msgs/s     ours MB/s       ws msgs/s     ws MB/s    ours ÷ ws');
  for (const [name, bytes, frames] of sizes) {
    const row = compare(name, bytes, frames);
    const rate = (perSecond: number) => `${((perSecond * bytes) / 1e6).toFixed(0)}`.padStart(10);
    console.log(
      `${name.padEnd(10)}${short(row.ours).padStart(15)}  ${rate(row.ours)}${short(row.ws).padStart(16)}  ${rate(row.ws)}${(row.ours / row.ws).toFixed(2).padStart(12)}`,
    );
  }
}

/** Nanoseconds a byte must stay level: from one size to the next, and in single bytes. */
function printLinearity(): void {
  console.log('\none masked frame of n bytes, ns a byte (level = linear)');
  console.log('n                in 64 KiB reads   in 1-byte reads');
  for (const kib of [64, 256, 1024, 4096]) {
    const stream = maskedFrames(kib * 1024, 1);
    const cell = (size: number, rounds: number) => {
      const chunks = reads(stream, size);
      return ((fastest(rounds, () => decodeOurs(chunks)) * 1e6) / stream.length).toFixed(2).padStart(16);
    };
    console.log(`${`${kib} KiB`.padEnd(12)}${cell(READ, 15)}${kib <= 1024 ? cell(1, 3) : '–'.padStart(16)}`);
  }
}

printComparison();
printLinearity();

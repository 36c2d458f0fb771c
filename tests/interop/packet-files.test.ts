import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Capture } from '#demos/capture/capture.ts';
import { decodePackets } from '#demos/capture/decode-pcap.ts';
import { encodePcapng } from '#demos/capture/pcapng.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { createRecording, down, HELLO, MASKED_HELLO, REQUEST, RESPONSE, up } from '#demos/capture/session.ts';
import { FORMATS } from '#demos/decoder/format-bytes.ts';
import { type Decoded, decodeAll, told } from '#demos/decoder/test-inputs.ts';
import { toHex } from '#demos/protocol/bytes.ts';
import { installed } from '#tools/installed.ts';

/** Files of packets that programs wrote which are not ours decode to the same rows as what they were made from. */

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'packets-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const named = (name: string): string => path.join(folder, name);
const run = (program: string, ...options: readonly string[]): string =>
  execFileSync(program, options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
const decode = (name: string): Decoded => decodeAll({ from: 'file', bytes: new Uint8Array(readFileSync(name)) });
const rowsOf = (name: string): readonly string[] => told(decode(name).rows);

const recorded = (name: string): Capture =>
  recordedCapture(readFileSync(new URL(`../../content/captures/${name}.json`, import.meta.url), 'utf8'));
/** Our export of a recording, in a file; and what it is decoded to. */
function exported(name: string): { readonly file: string; readonly rows: readonly string[] } {
  const file = named(`${name}.pcapng`);
  writeFileSync(file, encodePcapng(recorded(name)));
  return { file, rows: rowsOf(file) };
}

test('our export of a recording is decoded to the rows of the recording itself', () => {
  const { rows } = exported('frames');
  const direct = decodeAll(readFileSync(new URL('../../content/captures/frames.json', import.meta.url), 'utf8'));
  expect(rows.length).toBeGreaterThan(4);
  expect(rows).toEqual(told(direct.rows));
});

describe.skipIf(!installed('editcap', '--version'))('editcap', () => {
  test.each(['pcap', 'nsecpcap', 'modpcap', 'pcapng'])('-F %s', (format) => {
    const { file, rows } = exported('socketio-packet');
    const out = named(`out.${format}`);
    run('editcap', '-F', format, file, out);
    expect(rowsOf(out)).toEqual(rows);
  });

  test('without Ethernet: raw IP', () => {
    const { file, rows } = exported('frames');
    const out = named('raw.pcap');
    run('editcap', '-C', '14', '-L', '-T', 'rawip', '-F', 'pcap', file, out);
    expect(rowsOf(out)).toEqual(rows);
  });

  test('a packet taken out is a gap of its bytes, and the frames after it are read', () => {
    const recording = createRecording();
    recording.say(up, REQUEST);
    recording.say(down, RESPONSE);
    for (const half of [MASKED_HELLO.subarray(0, 8), MASKED_HELLO.subarray(8), MASKED_HELLO]) recording.say(up, half);
    writeFileSync(named('whole.pcapng'), encodePcapng({ events: recording.events }));
    // Three segments of the handshake of TCP, two of HTTP's, then the halves.
    run('editcap', named('whole.pcapng'), named('holed.pcapng'), '7');
    const { guess, rows } = decode(named('holed.pcapng'));
    expect(guess?.leftOut).toMatchObject({ missing: 3 });
    expect(told(rows).slice(2)).toEqual(['→ text 5 He', '→ text 5 Hello']);
  });

  test('packets cut to 70 bytes: heads are gone, and it is said how many bytes', () => {
    const { file } = exported('frames');
    run('editcap', '-s', '70', file, named('snapped.pcapng'));
    const { guess, ended } = decode(named('snapped.pcapng'));
    expect(guess?.leftOut?.missing).toBeGreaterThan(100);
    expect(ended.broken).not.toBeNull();
  });
});

describe.skipIf(!installed('mergecap', '--version'))('mergecap', () => {
  test('two files in the order of time: every connection is read as by itself', () => {
    const [one, two] = [exported('frames'), exported('socketio-packet')];
    run('mergecap', '-w', named('merged.pcapng'), one.file, two.file);
    const { rows, ended } = decode(named('merged.pcapng'));
    const apart = ended.connections.map((_, index) =>
      told(rows.filter(({ connection }) => connection === index)).join(),
    );
    const before = [one.file, two.file].flatMap((file) => {
      const alone = decode(file);
      return alone.ended.connections.map((_, index) =>
        told(alone.rows.filter(({ connection }) => connection === index)).join(),
      );
    });
    expect(apart.toSorted()).toEqual(before.toSorted());
  });

  test('the same file twice: every segment is there twice, and every byte once', () => {
    const { file, rows } = exported('frames');
    run('mergecap', '-w', named('twice.pcapng'), file, file);
    expect(rowsOf(named('twice.pcapng'))).toEqual(rows);
  });
});

describe.skipIf(!installed('reordercap', '-v'))('reordercap', () => {
  test('a file that it wrote', () => {
    const { file, rows } = exported('frames');
    run('reordercap', file, named('ordered.pcapng'));
    expect(rowsOf(named('ordered.pcapng'))).toEqual(rows);
  });
});

describe.skipIf(!installed('text2pcap', '--version'))('text2pcap', () => {
  test.each([
    ['IPv4', '-4', '10.0.0.1,10.0.0.2', 'pcapng'],
    ['IPv6', '-6', '2001:db8::1,2001:db8::2', 'pcap'],
  ])('segments that it made of a hex dump, over %s', (_, version, addresses, format) => {
    writeFileSync(named('dump.txt'), `${FORMATS.od(MASKED_HELLO)}\n${FORMATS.od(HELLO)}\n`);
    run('text2pcap', '-T', '50000,80', version, addresses, '-F', format, named('dump.txt'), named('made'));
    const { guess, rows } = decode(named('made'));
    expect(guess).toMatchObject({ form: 'pcap', from: 'client' });
    expect(rows[0]).toMatchObject({ kind: 'text', says: 'Hello', direction: up });
  });
});

describe.skipIf(!installed('tshark', '--version'))('tshark', () => {
  /** The bytes of a direction as tshark follows them. */
  const followed = (file: string, stream: number): readonly string[] => {
    const lines = run('tshark', '-r', file, '-q', '-z', `follow,tcp,raw,${stream}`).split('\n');
    const data = lines.filter((line) => /^\t?[0-9a-f]+$/.test(line));
    return [data.filter((line) => !line.startsWith('\t')), data.filter((line) => line.startsWith('\t'))].map((each) =>
      each.map((line) => line.trim()).join(''),
    );
  };

  // Recorded with dumpcap 4.0.17 on Linux's `any` (then editcap, which leaves out the machine): two clients of ws 8.23, one with permessage-deflate.
  for (const name of ['cooked.pcap', 'cooked-2-ipv6.pcapng'])
    test(`${name}, which dumpcap recorded, has the streams that tshark follows`, () => {
      const file = new URL(`../fixtures/packets/${name}`, import.meta.url).pathname;
      const { capture, problem } = decodePackets(new Uint8Array(readFileSync(file)));
      expect(problem).toBeNull();
      for (const [index, connection] of ['tcp-0', 'tcp-1'].entries()) {
        const [above, below] = [up, down].map((direction) =>
          capture.events.flatMap((event) =>
            event.kind === 'bytes' && event.connection === connection && event.direction === direction
              ? [toHex(event.bytes, '')]
              : [],
          ),
        );
        expect([above?.join(''), below?.join('')]).toEqual(followed(file, index));
      }
    });

  test('a file that it wrote is read as ours', () => {
    const { file, rows } = exported('socketio-packet');
    run('tshark', '-r', file, '-w', named('shark.pcapng'));
    expect(rowsOf(named('shark.pcapng'))).toEqual(rows);
  });
});

const KINDS = 'request response text text binary binary ping pong close close'.split(' ');
test.each(['cooked.pcap', 'cooked-2-ipv6.pcapng'])('%s is decoded to its messages', (name) => {
  const { rows, guess, ended } = decode(new URL(`../fixtures/packets/${name}`, import.meta.url).pathname);
  expect(guess).toMatchObject({ form: 'pcap', handshake: true, leftOut: { connections: 0, packets: 0, missing: 0 } });
  expect(ended).toMatchObject({ stop: null, broken: null });
  const hello = 'Hello Hello Hello Hello'.repeat(60);
  for (const [connection, compressed] of [true, false].entries()) {
    const own = rows.filter((row) => row.connection === connection);
    expect(own.map(({ kind }) => kind)).toEqual(KINDS);
    const texts = own.filter(({ kind }) => kind === 'text');
    expect(texts.map(({ says, compressed: z }) => [says, z])).toEqual(Array(2).fill([hello, compressed]));
  }
});

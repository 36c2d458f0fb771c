import { describe, expect, test } from 'vitest';
import { pcapngBlocks, writePcap } from '#demos/capture/packet-writer.ts';
import { encodePcapng } from '#demos/capture/pcapng.ts';
import { ethernetFrame, FLAG, parseEndpoint } from '#demos/capture/pcapng-segment.ts';
import { createRecording, down, HELLO, MASKED_HELLO, REQUEST, RESPONSE, up } from '#demos/capture/session.ts';
import { concat, fromHex, latin1Encode } from '#demos/protocol/bytes.ts';
import { FORMATS } from './format-bytes.ts';
import { recognise } from './recognise.ts';
import { decodeAll, told } from './test-inputs.ts';

/** A connection of a few bytes each way, on a port of its own. */
function session(id: string, port: number, ...said: readonly (readonly ['up' | 'down', string | Uint8Array])[]) {
  const recording = createRecording(id);
  recording.add({ kind: 'opened', local: '127.0.0.1:80', remote: `127.0.0.1:${port}` });
  for (const [way, content] of said) recording.say(way === 'up' ? up : down, content);
  return recording.events;
}
const websocket = (port: number) =>
  session(`c${port}`, port, ['up', REQUEST], ['down', RESPONSE], ['up', MASKED_HELLO], ['down', HELLO]);
const file = (bytes: Uint8Array) => ({ from: 'file', bytes }) as const;

/** The rows without what heads say, which is told elsewhere. */
const brief = (bytes: Uint8Array): readonly string[] =>
  told(decodeAll(file(bytes)).rows).map((line) => line.replace(/^(. (?:request|response)).*/, '$1'));

describe('a packet capture', () => {
  const one = encodePcapng({ events: websocket(50_000) });

  test('is recognised and decoded to its last frame, with its times', () => {
    const { guess, rows, ended } = decodeAll(file(one));
    expect(guess).toMatchObject({ form: 'pcap', handshake: true, from: 'both' });
    expect(brief(one)).toEqual(['→ request', '← response', '→ text 5 Hello', '← text 5 Hello']);
    expect(rows.map(({ at }) => at)).toEqual([1, 2, 3, 4]);
    expect(ended).toMatchObject({ stop: null, broken: null, connections: ['127.0.0.1:50000 → 127.0.0.1:80'] });
  });

  test('of several connections numbers them, and names their ends', () => {
    const { rows, ended } = decodeAll(
      file(encodePcapng({ events: [...websocket(50_000), ...websocket(50_001)].sort((a, b) => a.at - b.at) })),
    );
    expect(rows.map(({ connection }) => connection)).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
    expect(ended.connections).toEqual(['127.0.0.1:50000 → 127.0.0.1:80', '127.0.0.1:50001 → 127.0.0.1:80']);
  });

  test('that was begun in the middle of a connection is read from its first frame on', () => {
    const middle = [MASKED_HELLO, HELLO].map((payload, i) => {
      const [a, b] = ['127.0.0.1:50000', '127.0.0.1:80'].map((text) => parseEndpoint(text) ?? expect.unreachable());
      const [from, to] = i === 0 ? [a, b] : [b, a];
      if (!from || !to) expect.unreachable();
      const numbers = { sequence: 1_000_000 * i, acknowledgment: 0, flags: FLAG.ack, payload };
      return { seconds: i, fraction: 0, bytes: ethernetFrame({ from, to, ...numbers }) };
    });
    expect(brief(writePcap(middle))).toEqual(['→ text 5 Hello', '← text 5 Hello']);
    expect(decodeAll(file(writePcap(middle))).guess).toMatchObject({ handshake: false });
  });

  test('of frames alone, as we export them, is read as frames', () => {
    const bytes = encodePcapng({ events: session('f', 50_000, ['up', MASKED_HELLO], ['down', HELLO]) });
    expect(brief(bytes)).toEqual(['→ text 5 Hello', '← text 5 Hello']);
  });

  test('leaves out what speaks neither HTTP nor WebSocket, and counts it', () => {
    const tls = session('t', 50_001, ['up', fromHex('16 03 01 00 05 01 00 00 01 00')]);
    const redis = session('r', 50_002, ['up', '*1\r\n$4\r\nPING\r\n'], ['down', '+PONG\r\n']);
    const { section, link, packet } = pcapngBlocks('little');
    const arp = concat(section(), link(1), packet(fromHex('ffffffffffff 020000000001 0806 0001')));
    const bytes = concat(encodePcapng({ events: [...tls, ...websocket(50_000), ...redis] }), arp);
    expect(brief(bytes)).toHaveLength(4);
    expect(decodeAll(file(bytes)).guess?.leftOut).toEqual({ connections: 2, tls: 1, packets: 1, missing: 0 });
  });

  test('that lost bytes says how many, and the frame that they are missing in is read on', () => {
    const recording = createRecording();
    recording.add({ kind: 'opened', local: '127.0.0.1:80', remote: '127.0.0.1:50000' });
    recording.say(up, REQUEST);
    recording.say(down, RESPONSE);
    recording.say(down, concat(fromHex('82 10'), new Uint8Array(4)));
    recording.lose(down, 8);
    recording.say(down, concat(new Uint8Array(4), HELLO));
    const bytes = encodePcapng({ events: recording.events });
    expect(decodeAll(file(bytes)).guess?.leftOut).toMatchObject({ missing: 8 });
    expect(brief(bytes).slice(2)).toEqual(['← binary 16 00 00 00 00 00 00 00 00', '← text 5 Hello']);
  });

  test('may come as text: base64, or the output of xxd', () => {
    const four = told(decodeAll(file(one)).rows);
    expect(told(decodeAll(FORMATS.base64(one)).rows)).toEqual(four);
    expect(told(decodeAll(FORMATS.xxd(one)).rows)).toEqual(four);
    expect(told(decodeAll(FORMATS.base64(one), { form: 'pcap' }).rows)).toEqual(four);
  });

  test('is bytes of a file where the reader says so', () =>
    expect(recognise(file(one), 'raw')).toMatchObject({ kind: 'bytes', form: 'raw' }));

  test('that breaks off says at which byte, and everything before it is there', () => {
    const { rows, ended } = decodeAll(file(one.subarray(0, one.length - 5)));
    expect(rows).toHaveLength(3);
    expect(ended.stop).toMatchObject({ rule: 'pcap.cut-off', at: null, expected: '96 bytes' });
    expect(one.subarray(ended.stop?.byte, (ended.stop?.byte ?? 0) + 4)).toEqual(fromHex('06 00 00 00'));
  });
});

describe('a packet capture in which there is nothing to show says why', () => {
  const { section, link, packet } = pcapngBlocks('big');
  const only = (...said: Parameters<typeof session>[2][]) => encodePcapng({ events: session('x', 50_000, ...said) });
  test.each<[string, Uint8Array, object]>([
    [
      'all is encrypted',
      only(['up', fromHex('16 03 01 00 05 01 00 00 01 00')]),
      { rule: 'pcap.tls', found: 'TLS in 1 of 1' },
    ],
    [
      'other protocols',
      only(['up', latin1Encode('*1\r\n')]),
      { rule: 'pcap.nothing', found: 'other protocols in 1 of 1' },
    ],
    [
      'no TCP',
      concat(section(), link(1), packet(fromHex('ffffffffffff 020000000001 0806'))),
      { rule: 'pcap.nothing', found: 'no whole TCP segment in 1 packets' },
    ],
    [
      'a link layer that is not known',
      concat(section(), link(105), packet(HELLO)),
      { rule: 'pcap.link-type', found: '105' },
    ],
    ['no packet', concat(section(), link(1)), { rule: 'pcap.nothing', found: 'no packet' }],
    ['a cut in the first block', section().subarray(0, 20), { rule: 'pcap.cut-off', byte: 0 }],
  ])('%s', (_, bytes, stop) =>
    expect(recognise(file(bytes))).toEqual({ kind: 'nothing', stop: expect.objectContaining(stop) }),
  );

  test('a text that is said to be one and is not', () =>
    expect(recognise({ from: 'text', text: '81 05 48 65 6c 6c 6f' }, 'pcap')).toMatchObject({
      kind: 'nothing',
      stop: { rule: 'pcap.magic', found: '81 05 48 65' },
    }));
});

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { Capture } from '#demos/capture/capture.ts';
import { dissect } from '#demos/capture/dissect.ts';
import type { Annotation, Dissected } from '#demos/capture/dissection.ts';
import { encodePcapng } from '#demos/capture/pcapng.ts';
import { createRecording } from '#demos/capture/session.ts';
import { toHex } from '#demos/protocol/bytes.ts';
import { installed } from '#tools/installed.ts';
import { recordLoopback } from './recorded-loopback.ts';

/** Bytes that ws sent to ws over loopback: every length form, a fragmented message, ping, pong and Close. */
async function realSession(): Promise<{ capture: Capture; port: number }> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  server.on('connection', (socket) => socket.on('message', (data, binary) => socket.send(data, { binary })));
  const recorder = await recordLoopback((server.address() as AddressInfo).port);
  const client = new WebSocket(`ws://127.0.0.1:${recorder.port}/chat`, 'echo');
  await once(client, 'open');
  for (const message of ['Hello', Buffer.alloc(300, 7), Buffer.alloc(70_000, 8), '☃ in UTF-8']) {
    client.send(message);
    await once(client, 'message');
  }
  client.send('frag', { fin: false });
  client.send('mented', { fin: true });
  await once(client, 'message');
  client.ping('are you there');
  await once(client, 'pong');
  client.close(1000, 'bye');
  await once(client, 'close');
  await vi.waitUntil(() => recorder.capture().events.some(({ kind }) => kind === 'closed'));
  recorder.close();
  server.close();
  return { capture: recorder.capture(), port: recorder.port };
}

/** Every occurrence of each field, in order. */
function read(file: string, port: number, filter: string, ...names: readonly string[]): string[][] {
  // A port that another protocol is known by would be read as that.
  const options = [
    '-d',
    `tcp.port==${port},http`,
    '-o',
    'tcp.check_checksum:TRUE',
    '-o',
    'ip.check_checksum:TRUE',
    '-E',
    'separator=|',
    '-E',
    'aggregator=;',
  ];
  const output = execFileSync(
    'tshark',
    ['-r', file, '-Y', filter, '-T', 'fields', ...options, ...names.flatMap((name) => ['-e', name])],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const rows = output
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('|'));
  return names.map((_name, column) =>
    rows.flatMap((row) => (row[column] ?? '').split(';').filter((value) => value !== '')),
  );
}

describe.skipIf(!installed('tshark', '--version'))('what tshark makes of an exported capture', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pcapng-'));
  const file = join(folder, 'session.pcapng');
  let ours: Dissected;
  let port = 0;

  const fields = (filter: string, ...names: readonly string[]) => read(file, port, filter, ...names);

  beforeAll(async () => {
    const session = await realSession();
    port = session.port;
    ours = dissect(session.capture.events);
    writeFileSync(file, encodePcapng(session.capture));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const all = (field: Annotation['field']): Annotation[] => {
    const within = (annotation: Annotation): Annotation[] => [
      ...(annotation.field === field ? [annotation] : []),
      ...annotation.children.flatMap(within),
    ];
    return ours.units.flatMap(within);
  };
  const valuesOf = (field: Annotation['field']) => all(field).map(({ value }) => value);
  const bit = (value: Annotation['value']): string => (value ? '1' : '0');
  const bytesOf = ({ space, span }: Annotation): string =>
    toHex(
      ours.spaces.find(({ id }) => id === space)?.bytes.subarray(span.start / 8, span.end / 8) ?? new Uint8Array(),
    ).replaceAll(' ', '');
  const messages = (type: 'text' | 'binary') => all('ws.message').filter(({ params }) => params?.['type'] === type);

  test('every checksum is right', () => {
    const [tcp = [], ip = []] = fields('tcp', 'tcp.checksum.status', 'ip.checksum.status');
    expect(new Set(tcp)).toEqual(new Set(['1']));
    expect(new Set(ip)).toEqual(new Set(['1']));
  });

  test('nothing is lost, sent twice or out of order', () => {
    expect(fields('tcp.analysis.flags', 'frame.number')).toEqual([[]]);
  });

  test('the handshake is the one we read', () => {
    const [method, target, key] = fields(
      'http.request',
      'http.request.method',
      'http.request.uri',
      'http.sec_websocket_key',
    );
    const [status, accept, protocol] = fields(
      'http.response',
      'http.response.code',
      'http.sec_websocket_accept',
      'http.sec_websocket_protocol',
    );
    const field = (name: string) =>
      all('http.field').flatMap(({ params, value }) => (params?.['name'] === name ? [value] : []));
    expect([method, target, key]).toEqual([
      valuesOf('http.method'),
      valuesOf('http.target'),
      field('sec-websocket-key'),
    ]);
    expect([status, accept]).toEqual([valuesOf('http.status').map(String), field('sec-websocket-accept')]);
    expect(protocol).toEqual(['echo']);
  });

  test('the frames are the ones we read: FIN, opcode, MASK, masking key, lengths', () => {
    const [fin, opcode, mask, key, length, length16, length64] = fields(
      'websocket',
      'websocket.fin',
      'websocket.opcode',
      'websocket.mask',
      'websocket.masking_key',
      'websocket.payload_length',
      'websocket.payload_length_ext_16',
      'websocket.payload_length_ext_64',
    );
    expect(opcode).toEqual(valuesOf('ws.opcode').map(String));
    expect(opcode).toHaveLength(15);
    expect(fin).toEqual(valuesOf('ws.fin').map(bit));
    expect(mask).toEqual(valuesOf('ws.mask').map(bit));
    expect(key).toEqual(valuesOf('ws.masking-key').map((value) => String(value).replaceAll(' ', '')));
    expect(length).toEqual(valuesOf('ws.length-7').map(String));
    expect(length16).toEqual(valuesOf('ws.length-16').map(String));
    expect(length64).toEqual(valuesOf('ws.length-64').map(String));
  });

  test('the unmasked payloads are the ones we read', () => {
    const [text, data] = fields('websocket', 'websocket.payload.text', 'data.data');
    expect(text).toEqual(messages('text').map(({ value }) => value));
    expect(data).toEqual(messages('binary').map(bytesOf));
  });

  test('ping, pong and Close say what we read', () => {
    const [ping, pong, code, reason] = fields(
      'websocket',
      'websocket.payload.ping',
      'websocket.payload.pong',
      'websocket.payload.close.status_code',
      'websocket.payload.close.reason',
    );
    const hello = toHex(new TextEncoder().encode('are you there')).replaceAll(' ', '');
    expect([ping, pong]).toEqual([[hello], [hello]]);
    expect(code).toEqual(valuesOf('ws.close-code').map(String));
    expect(reason).toEqual(valuesOf('ws.close-reason'));
  });

  test('over IPv6, bytes that were not kept are a segment that was lost, and a reset is one', () => {
    const recording = createRecording();
    recording.add({ kind: 'opened', local: '[::1]:4101', remote: '[::1]:50000' });
    recording.say('client-to-server', 'GET /');
    recording.lose('client-to-server', 100);
    recording.say('client-to-server', ' HTTP/1.1\r\n\r\n');
    recording.add({ kind: 'rst', direction: 'server-to-client' });
    const holed = join(folder, 'holed.pcapng');
    writeFileSync(holed, encodePcapng({ events: recording.events }));
    const [lost, comment] = read(holed, 4101, 'tcp.analysis.lost_segment', 'tcp.seq', 'frame.comment');
    expect([lost, comment]).toEqual([['106'], ['Synthesised gap: 100 bytes before this passed and were not kept.']]);
    const [checksums, address] = read(holed, 4101, 'tcp.flags.reset == 1', 'tcp.checksum.status', 'ipv6.src');
    expect([checksums, address]).toEqual([['1'], ['::1']]);
  });

  test('the file says what in it is synthesised', () => {
    const [comments = []] = fields('tcp.flags.syn == 1', 'frame.comment');
    expect(comments).toEqual(Array(2).fill('Synthesised: this segment was not captured.'));
  });
});

import { once } from 'node:events';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { latin1Decode, latin1Encode } from './bytes.ts';
import { acceptDeflate } from './deflate-negotiation.ts';
import { parseExtensions } from './extensions.ts';
import { HANDSHAKE_FAULTS } from './faults-handshake.ts';
import { checkResponse } from './handshake-client-checks.ts';
import { DIFFERENCES, MEASURED_WITH } from './handshake-differences.ts';
import { firstFailure } from './handshake-finding.ts';
import { checkRequest } from './handshake-server-checks.ts';
import { addField, mapValue, replaceStartLine } from './head-text.ts';
import type { RequestHead } from './http-head.ts';
import { parseRequestHead, parseResponseHead } from './http-parse.ts';
import { serializeRequestHead, serializeResponseHead } from './http-serialize.ts';
import { answerRequest } from './model-server.ts';
import { selectSubprotocol } from './subprotocols.ts';

const REQUEST = [
  'GET / HTTP/1.1',
  'Host: localhost',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
  '',
  '',
].join('\r\n');

const fault = (id: string) => {
  const found = HANDSHAKE_FAULTS.find((each) => each.id === id);
  if (!found) throw new Error(`no fault ${id}`);
  return found;
};

function request(text: string): RequestHead {
  const result = parseRequestHead(latin1Encode(text));
  if (result.kind !== 'head') throw new Error(JSON.stringify(result));
  return result.head;
}

/** Everything a server writes up to the end of its head. */
async function answerOf(port: number, text: string): Promise<string> {
  const socket = net.connect(port, '127.0.0.1');
  socket.write(latin1Encode(text));
  let answer = '';
  for await (const chunk of socket) {
    answer += latin1Decode(chunk as Uint8Array);
    if (answer.includes('\r\n\r\n')) break;
  }
  socket.destroy();
  return answer;
}

const portOf = (server: { address(): unknown }): number => (server.address() as net.AddressInfo).port;

const SPOKEN = ['superchat', 'chat'];
let plain: WebSocketServer;
let speaking: WebSocketServer;
let deflating: WebSocketServer;

beforeAll(async () => {
  const listen = { host: '127.0.0.1', port: 0 };
  plain = new WebSocketServer(listen);
  speaking = new WebSocketServer({
    ...listen,
    handleProtocols: (offered) => selectSubprotocol([...offered], SPOKEN) ?? false,
  });
  deflating = new WebSocketServer({ ...listen, perMessageDeflate: true });
  await Promise.all([plain, speaking, deflating].map((server) => once(server, 'listening')));
});

afterAll(() => {
  for (const server of [plain, speaking, deflating]) {
    for (const client of server.clients) client.terminate();
    server.close();
  }
});

test('the differences were measured with the ws that is installed', async () => {
  const { default: manifest } = await import('ws/package.json', { with: { type: 'json' } });
  expect(manifest.version).toBe(MEASURED_WITH.ws);
});

describe('the model server writes what ws writes, byte for byte', () => {
  test('a plain request', async () => {
    expect(await answerOf(portOf(plain), REQUEST)).toBe(latin1Decode(answerRequest(request(REQUEST))));
  });

  test.each(['chat', 'chat, superchat', 'soap', 'soap,chat'])(
    'offered %s to a server of superchat and chat',
    async (offered) => {
      const text = addField(REQUEST, 'Sec-WebSocket-Protocol', offered);
      const ours = latin1Decode(answerRequest(request(text), { protocols: SPOKEN }));
      expect(await answerOf(portOf(speaking), text)).toBe(ours);
    },
  );

  test('its 101 passes every check of the client', () => {
    const head = request(REQUEST);
    const answer = parseResponseHead(answerRequest(head));
    expect(answer.kind === 'head' && firstFailure(checkResponse(head, answer.head))).toBeNull();
  });
});

describe('policy ws accepts exactly what ws accepts', () => {
  const version = (value: string) => mapValue(REQUEST, 'Sec-WebSocket-Version', () => value);
  const offering = (value: string) => addField(REQUEST, 'Sec-WebSocket-Protocol', value);
  const cases: [string, string][] = [
    ['a good request', REQUEST],
    ...HANDSHAKE_FAULTS.filter(({ side, id }) => side === 'request' && id !== 'request.bare-lf').map(
      ({ id, apply }): [string, string] => [id, apply(REQUEST)],
    ),
    ['target *', replaceStartLine(REQUEST, / \/ /, ' * ')],
    ['two hosts', addField(REQUEST, 'Host', 'b')],
    ['websocket and h2c', mapValue(REQUEST, 'Upgrade', () => 'websocket, h2c')],
    ['WebSocket', mapValue(REQUEST, 'Upgrade', () => 'WebSocket')],
    ['keep-alive, Upgrade', mapValue(REQUEST, 'Connection', () => 'keep-alive, Upgrade')],
    ['keep-alive', mapValue(REQUEST, 'Connection', () => 'keep-alive')],
    ['a key that is not canonical', mapValue(REQUEST, 'Sec-WebSocket-Key', () => 'AQIDBAUGBwgJCgsMDQ4PEC==')],
    ['version 013', version('013')],
    ['version 13.0', version('13.0')],
    ['two versions', addField(REQUEST, 'Sec-WebSocket-Version', '13')],
    ['chat, superchat', offering('chat, superchat')],
    ['chat,,superchat', offering('chat,,superchat')],
    ['chat,', offering('chat,')],
    ['chat, chat', offering('chat, chat')],
    ['ch@t', offering('ch@t')],
    ['no subprotocol in the field', offering('')],
    ['bad extension grammar', addField(REQUEST, 'Sec-WebSocket-Extensions', ';')],
  ];
  test.each(cases)('%s', async (_, text) => {
    const answer = await answerOf(portOf(plain), text);
    expect(firstFailure(checkRequest(request(text), 'ws')) === null).toBe(answer.startsWith('HTTP/1.1 101 '));
  });
});

describe('measured differences of the ws server', () => {
  const texts: Record<string, string> = {
    'request.http-1-0': fault('request.http-1-0').apply(REQUEST),
    'request.target-asterisk': replaceStartLine(REQUEST, / \/ /, ' * '),
    'request.no-host': fault('request.no-host').apply(REQUEST),
    'request.upgrade-list': mapValue(REQUEST, 'Upgrade', () => 'websocket, h2c'),
    'request.version-8': fault('request.version-8').apply(REQUEST),
    'request.empty-subprotocol-element': addField(REQUEST, 'Sec-WebSocket-Protocol', 'chat,'),
    'request.extensions-grammar': addField(REQUEST, 'Sec-WebSocket-Extensions', ';'),
    'request.bare-lf': fault('request.bare-lf').apply(REQUEST),
  };
  test.each(DIFFERENCES.filter(({ by }) => by === 'server'))('$id: RFC $rfc, ws $ws', async ({ id, rfc, ws, rule }) => {
    const text = texts[id] ?? '';
    const failure = firstFailure(checkRequest(request(text)));
    expect(failure?.rule ?? null).toBe(rfc === 'refuses' ? rule : null);
    const answer = await answerOf(portOf(plain), text);
    expect(answer.startsWith('HTTP/1.1 101 ') ? 'accepts' : 'refuses').toBe(ws);
  });
});

test('a version ws does not speak: 400 and 13, 8, where the RFC suggests 426 (§4.2.2)', async () => {
  const text = fault('request.version-12').apply(REQUEST);
  expect(await answerOf(portOf(plain), text)).toMatch(/^HTTP\/1\.1 400 [\s\S]*\r\nSec-WebSocket-Version: 13, 8\r\n/);
  expect(latin1Decode(answerRequest(request(text)))).toBe(
    'HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nContent-Length: 0\r\n\r\n',
  );
});

describe('permessage-deflate: accepted as ws accepts it', () => {
  test.each([
    'permessage-deflate',
    'permessage-deflate; client_max_window_bits',
    'permessage-deflate; client_max_window_bits=10; server_max_window_bits=9; server_no_context_takeover; client_no_context_takeover',
    'permessage-deflate; client_max_window_bits="10"',
    'x-foo',
  ])('%s', async (offered) => {
    const answer = await answerOf(portOf(deflating), addField(REQUEST, 'Sec-WebSocket-Extensions', offered));
    const offers = parseExtensions(offered);
    const ours = offers.kind === 'extensions' ? acceptDeflate(offers.extensions) : null;
    const theirs = /\r\nSec-WebSocket-Extensions: (.*)\r\n/.exec(answer)?.[1];
    expect(answer).toMatch(/^HTTP\/1\.1 101 /);
    expect(ours?.response).toBe(theirs);
  });
});

const EXTENSIONS = 'Sec-WebSocket-Extensions';

/** A real ws client against a server that answers its request with `answer`: what it sent, and whether it opened. */
async function wsClient(answer: (head: RequestHead) => Uint8Array, protocols: string[] = []) {
  let sent = new Uint8Array();
  const server = net.createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', (chunk) => {
      sent = new Uint8Array(chunk);
      const result = parseRequestHead(sent);
      if (result.kind === 'head') socket.write(answer(result.head));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${portOf(server)}/chat`, protocols);
  const opened = await new Promise<boolean>((resolve) => {
    client.once('open', () => resolve(true));
    client.once('error', () => resolve(false));
  });
  client.on('error', () => undefined);
  client.terminate();
  server.close();
  return { sent, opened };
}

describe('a real ws client', () => {
  test('its request passes every check, and reads back to the byte', async () => {
    const { sent, opened } = await wsClient((head) => answerRequest(head));
    expect(opened).toBe(true);
    const head = request(latin1Decode(sent));
    expect(firstFailure(checkRequest(head))).toBeNull();
    const fields = head.fields.map(({ name, value }) => [name, value] as const);
    expect(serializeRequestHead({ ...head, fields })).toEqual(sent);
  });

  const answers = HANDSHAKE_FAULTS.filter(({ side, id }) => side === 'response' && id !== 'response.not-http');
  test.each(answers)('and policy ws agree about $id', async ({ apply }) => {
    let expected: boolean | null = null;
    const { opened } = await wsClient((head) => {
      const bytes = latin1Encode(apply(latin1Decode(answerRequest(head))));
      const result = parseResponseHead(bytes);
      expected = result.kind === 'head' && firstFailure(checkResponse(head, result.head, 'ws')) === null;
      return bytes;
    });
    expect(opened).toBe(expected);
  });

  test('refuses what is not HTTP', async () => {
    const { opened } = await wsClient(() => latin1Encode(fault('response.not-http').apply('')));
    expect(opened).toBe(false);
  });

  const differing: Record<string, (head: string) => string> = {
    'response.http-1-0': fault('response.http-1-0').apply,
    'response.no-subprotocol': (head) => head,
    'response.extension-empty-element': (head) => addField(head, EXTENSIONS, 'permessage-deflate,'),
    'response.deflate-twice': (head) => addField(head, EXTENSIONS, 'permessage-deflate, permessage-deflate'),
    'response.window-bits-leading-zero': (head) =>
      addField(head, EXTENSIONS, 'permessage-deflate; server_max_window_bits=08'),
    'response.empty-line-before': (head) => `\r\n${head}`,
    'response.junk-before': (head) => `xy${head}`,
    'response.lower-case-http': (head) => replaceStartLine(head, /^HTTP/, 'http'),
    'response.missing-colon': (head) => head.replace(/\r\n$/, 'junk\r\n\r\n'),
    'response.space-in-name': (head) => addField(head, 'X Y', '1'),
    'response.bare-lf': (head) => head.replaceAll('\r\n', '\n'),
    'response.space-before-colon': (head) => head.replace('Upgrade:', 'Upgrade :'),
    'response.folded': (head) => head.replace('Upgrade: ', 'Upgrade:\r\n '),
    'response.control-character': (head) => addField(head, 'X', 'a\x01b'),
  };
  test.each(DIFFERENCES.filter(({ by }) => by === 'client'))('$id: RFC $rfc, ws $ws', async ({ id, rule, rfc, ws }) => {
    let byRfc = '';
    const { opened } = await wsClient(
      (head) => {
        const bytes = latin1Encode(differing[id]?.(latin1Decode(answerRequest(head))) ?? '');
        const result = parseResponseHead(bytes);
        if (result.kind === 'head') byRfc = firstFailure(checkResponse(head, result.head))?.rule ?? 'accepts';
        if (result.kind === 'violation') byRfc = result.violation.rule;
        return bytes;
      },
      id === 'response.no-subprotocol' ? ['chat'] : [],
    );
    expect(byRfc).toBe(rfc === 'accepts' ? 'accepts' : rule);
    expect(opened ? 'accepts' : 'refuses').toBe(ws);
  });

  test('opens with the subprotocol it offered', async () => {
    const { opened } = await wsClient((head) => answerRequest(head, { protocols: ['chat'] }), ['soap', 'chat']);
    expect(opened).toBe(true);
  });
});

test('a response of ours is read by Node as it was written', async () => {
  const server = net.createServer((socket) => {
    socket.end(
      serializeResponseHead({
        status: 426,
        reason: 'Upgrade Required',
        fields: [
          ['A', 'b'],
          ['a', 'c'],
          ['Content-Length', '0'],
        ],
      }),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const response = await fetch(`http://127.0.0.1:${portOf(server)}/`);
  server.close();
  expect([response.status, response.statusText, response.headers.get('a')]).toEqual([426, 'Upgrade Required', 'b, c']);
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { PATHS } from '#demos/capture/side-channel.ts';
import { type Companion, createCompanion } from './companion.ts';
import { LIMITS } from './limits.ts';
import { HANDSHAKE, head, tcpClient, webSocketUrl } from './test-client.ts';

let companion: Companion;
beforeAll(async () => {
  companion = await createCompanion({ limits: { unsentBytes: 64 * 1024 } });
});
afterAll(() => companion.close());

const PATH = `${PATHS.socketio}?EIO=4&transport=websocket`;

/** What a packet sent by hand is answered with: the next packet, or `null` when the connection is closed. */
async function answerTo(packet: string): Promise<string | null> {
  const socket = new WebSocket(webSocketUrl(companion) + PATH);
  const answer = await new Promise<string | null>((resolve) => {
    let sent = false;
    socket.on('close', () => resolve(null));
    socket.on('message', (data) => {
      const text = data.toString();
      if (text.startsWith('0')) socket.send('40');
      else if (text.startsWith('42["hello"')) {
        socket.send(packet);
        sent = true;
      } else if (sent && text !== '41') resolve(text);
    });
  });
  socket.terminate();
  return answer;
}

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('rule 8: what a Socket.IO event may hold', () => {
  test.each([
    ['arguments', `42["echo"${',1'.repeat(LIMITS.eventValues - 1)}]`, `42["echo"${',1'.repeat(400_000)}]`],
    ['levels', `42["echo",${nested(LIMITS.eventDepth)}]`, `42["echo",${nested(400_000)}]`],
    ['levels, to be acknowledged', `421["echo",${nested(LIMITS.eventDepth)}]`, `421["echo",${nested(400_000)}]`],
  ])('so many %s and no more: they would end the process', async (_what, most, tooMany) => {
    expect(await answerTo(most)).toBe(most.replace(/^421\["echo",/, '431['));
    expect(await answerTo(tooMany)).toBeNull();
  });
});

test('a companion stops although a Socket.IO client answers nothing', async () => {
  const own = await createCompanion({ limits: { graceMs: 20 } });
  const client = await tcpClient(own.ports.main);
  client.write(head(`GET ${PATH} HTTP/1.1`, { Host: 'localhost', ...HANDSHAKE }));
  await client.until(() => client.received.includes('"sid"'));
  await own.close();
  await client.untilEnd();
});

/** One masked frame (RFC 6455 §5.2) with the masking key 0. */
const frame = (first: number, payload: string) => {
  const length = [payload.length >>> 8, payload.length & 0xff];
  return (
    String.fromCharCode(first, ...(payload.length < 126 ? [0x80 | payload.length] : [0xfe, ...length]), 0, 0, 0, 0) +
    payload
  );
};

describe('rule 8: a Socket.IO client that does not read', () => {
  test.each([
    ['messages', frame(0x81, `42["echo","${'x'.repeat(60_000)}"]`)],
    ['Pings', frame(0x89, 'x'.repeat(125)).repeat(1000)],
  ])('is cut off, however many %s it sends', async (_what, flood) => {
    const client = await tcpClient(companion.ports.main);
    client.write(head(`GET ${PATH} HTTP/1.1`, { Host: 'localhost', ...HANDSHAKE }));
    await client.until(() => client.received.includes('"sid"'));
    client.write(frame(0x81, '40'));
    await client.until(() => client.received.includes('hello'));
    client.socket.pause();
    const ended = new Promise<void>((resolve) => client.socket.on('close', () => resolve()));
    const pump = () => {
      while (!client.socket.destroyed && client.socket.write(flood, 'latin1'));
    };
    client.socket.on('drain', pump);
    pump();
    await ended;
  });
});

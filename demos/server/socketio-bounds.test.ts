import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { PATHS } from '#demos/capture/side-channel.ts';
import { type Companion, createCompanion } from './companion.ts';
import { LIMITS } from './limits.ts';
import { HANDSHAKE, head, openPage, type TcpClient, type TestPage, tcpClient, webSocketUrl } from './test-client.ts';

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

test('an Engine.IO message without a Socket.IO packet ends its own connection and nothing else', async () => {
  expect(await answerTo('4')).toBeNull();
  expect(await answerTo('42["echo","still here"]')).toBe('42["echo","still here"]');
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

/** A client that has been greeted, of a page or of nobody. */
async function joined(page: TestPage | null = null, server = companion): Promise<TcpClient> {
  const client = await tcpClient(server.ports.main);
  const tap = page ? `&tap=${page.tap}` : '';
  client.write(head(`GET ${PATH}${tap} HTTP/1.1`, { Host: 'localhost', ...HANDSHAKE }));
  await client.until(() => client.received.includes('"sid"'));
  client.write(frame(0x81, '40'));
  await client.until(() => client.received.includes('hello'));
  return client;
}

describe('rule 8: a Socket.IO client that does not read', () => {
  test.each([
    ['messages', frame(0x81, `42["echo","${'x'.repeat(60_000)}"]`)],
    ['Pings', frame(0x89, 'x'.repeat(125)).repeat(1000)],
  ])('is cut off, however many %s it sends', async (_what, flood) => {
    const client = await joined();
    client.socket.pause();
    const ended = new Promise<void>((resolve) => client.socket.on('close', () => resolve()));
    const pump = () => {
      while (!client.socket.destroyed && client.socket.write(flood, 'latin1'));
    };
    client.socket.on('drain', pump);
    pump();
    await ended;
  });

  test('is cut off by what another client shouts at it, and that one stays', async () => {
    const page = await openPage(companion);
    const [deaf, loud] = [await joined(page), await joined(page)];
    deaf.socket.pause();
    const isOver = () => page.events.some(({ kind }) => kind === 'closed');
    const shout = frame(0x81, `42["shout","${'x'.repeat(60_000)}"]`);
    for (let heard = 1; !isOver(); heard += 1) {
      loud.write(shout);
      await Promise.race([page.untilClosed(1), loud.until(() => loud.received.length > heard * 60_000)]);
    }
    expect(loud.socket.destroyed).toBe(false);
    deaf.socket.destroy();
    loud.socket.destroy();
    await page.close();
  });
});

test('rule 8: one attachment that an event names again and again counts each time', async () => {
  const client = await joined();
  const named = Array.from({ length: 100 }, () => '{"_placeholder":true,"num":0}');
  client.write(frame(0x81, `451-["echo",[${named}]]`) + frame(0x82, 'x'.repeat(1024)));
  expect((await client.untilEnd()).length).toBeLessThan(100 * 1024);
});

test('rule 8: the attachments of one packet are together no larger than a packet may be', async () => {
  const own = await createCompanion({ limits: { messageBytes: 1000, graceMs: 20 } });
  const client = await joined(null, own);
  const packet = frame(0x81, '452-1["bin",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]');
  const attachment = (bytes: number) => frame(0x82, 'x'.repeat(bytes));
  for (const count of [1, 2]) {
    client.write(packet + attachment(600) + attachment(400));
    await client.until(() => client.received.split('{"got":1000,').length - 1 === count);
  }
  client.write(packet + attachment(600) + attachment(401));
  expect(await client.untilEnd()).not.toContain('{"got":1001,');
  await own.close();
});

test('rule 8: who leaves and joins again has no more messages for that', async () => {
  const own = await createCompanion({ limits: { messageRate: { perSecond: 0, burst: 3 }, graceMs: 20 } });
  const page = await openPage(own);
  const client = await joined(page, own);
  const greetings = () => client.received.split('"hello"').length - 1;
  const rejoin = async () => {
    client.write(frame(0x81, '41'));
    await page.until(() => page.stream('1', 'client-to-server').endsWith('41'));
    client.write(frame(0x81, '40'));
  };
  for (const count of [2, 3]) {
    await rejoin();
    await client.until(() => greetings() === count);
  }
  await rejoin();
  await client.untilEnd();
  expect(greetings()).toBe(3);
  await own.close();
});

import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { PATHS } from '#demos/capture/side-channel.ts';
import { type Companion, createCompanion } from './companion.ts';
import { openPage, type TestPage } from './test-client.ts';

let companion: Companion;
beforeAll(async () => {
  companion = await createCompanion();
});
afterAll(() => companion.close());

const TRANSPORTS = [['polling'], ['websocket'], ['polling', 'websocket']];

const client = (page: TestPage | null, transports = ['websocket']): Socket =>
  io(companion.url, { transports, forceNew: true, ...(page && { query: { tap: page.tap } }) });
const hello = (socket: Socket) => new Promise<{ id: string }>((resolve) => socket.on('hello', resolve));

describe('the real Socket.IO', () => {
  test.each(TRANSPORTS)('greets and echoes over %s %s', async (...transports) => {
    const socket = client(null, transports);
    expect((await hello(socket)).id).toBe(socket.id);
    expect(await socket.emitWithAck('echo', 'a', { b: 1 }, Buffer.from([0xff]))).toBe('a');
    const echoed = new Promise((resolve) => socket.on('echo', (...values) => resolve(values)));
    socket.emit('echo', 'x', 2);
    expect(await echoed).toEqual(['x', 2]);
    socket.disconnect();
  });

  test.each(TRANSPORTS)('is tapped over %s %s', async (...transports) => {
    const page = await openPage(companion);
    const socket = client(page, transports);
    await hello(socket);
    await socket.emitWithAck('echo', 'needle');
    const all = () =>
      [...new Set(page.events.map((event) => event.connection))]
        .map((connection) => page.stream(connection, 'server-to-client'))
        .join('');
    await page.until(() => all().includes('["needle"]'));
    expect(all()).toContain('["hello",');
    socket.disconnect();
    await page.close();
  });
});

test('a Socket.IO connection that asks for no namespace in time is closed', async () => {
  const hasty = await createCompanion({ limits: { joinMs: 20 } });
  const socket = new WebSocket(`${hasty.url}${PATHS.socketio}?EIO=4&transport=websocket`);
  const closed = new Promise((resolve) => socket.on('close', resolve));
  expect(await closed).toBe(1005);
  await hasty.close();
});

describe('what it answers', () => {
  const asked = async (event: string, ...values: unknown[]): Promise<unknown> => {
    const socket = client(null);
    const answer: unknown = await socket.emitWithAck(event, ...values);
    socket.disconnect();
    return answer;
  };

  test.each([
    [[1, 2], 3],
    [[0.5, -2], -1.5],
    [['1', 2], null],
    [[1], null],
    [[{ valueOf: 1 }, 2], null],
  ])('add %j is acknowledged with %j', async (values, sum) => {
    expect(await asked('add', ...values, ...(values.length < 2 ? [null] : []))).toBe(sum);
  });

  test('bin is acknowledged with how many bytes came, and the first of its attachments backwards', async () => {
    expect(await asked('bin', Buffer.of(1, 2, 3), { deep: [Buffer.of(0xff, 0xfe)] }, 'text')).toEqual({
      got: 5,
      echo: Buffer.of(3, 2, 1),
    });
    expect(await asked('bin', 'no bytes')).toEqual({ got: 0 });
  });

  test('without an acknowledgement asked for, and with what is none, nothing ends', async () => {
    const socket = client(null);
    for (const event of ['add', 'bin']) {
      socket.emit(event);
      socket.emit(event, 1, 2, 3);
    }
    expect(await socket.emitWithAck('echo', 'still here')).toBe('still here');
    socket.disconnect();
  });
});

describe('one server a page', () => {
  test('what one page shouts, another does not hear; its own clients do', async () => {
    const [a, b] = await Promise.all([openPage(companion), openPage(companion)]);
    const sockets = [client(a), client(a), client(b), client(null)];
    const heard: string[][] = sockets.map(() => []);
    sockets.forEach((socket, i) => {
      socket.on('shout', (word: string) => heard[i]?.push(word));
    });
    await Promise.all(sockets.map(hello));
    sockets[3]?.emit('shout', 'of nobody');
    sockets[2]?.emit('shout', 'of b');
    sockets[0]?.emit('shout', 'of a');
    // Everybody's answer to a question asked afterwards comes after whatever they were to hear.
    await Promise.all(sockets.map((socket) => socket.emitWithAck('echo', 'done')));
    expect(heard).toEqual([['of a'], ['of a'], ['of b'], []]);
    for (const socket of sockets) socket.disconnect();
    await Promise.all([a.close(), b.close()]);
  });

  test('ends with its page', async () => {
    const page = await openPage(companion);
    const socket = client(page);
    await hello(socket);
    const reason = new Promise((resolve) => socket.on('disconnect', resolve));
    await page.close();
    expect(['transport close', 'io server disconnect']).toContain(await reason);
    socket.disconnect();
  });

  test('a session of one page cannot be continued under the tap id of another', async () => {
    const [a, b] = await Promise.all([openPage(companion), openPage(companion)]);
    const response = await fetch(`${companion.url}${PATHS.socketio}?EIO=4&transport=polling&tap=${a.tap}`);
    const { sid } = JSON.parse((await response.text()).slice(1));
    const stolen = `${companion.url}${PATHS.socketio}?EIO=4&transport=polling&sid=${sid}`;
    expect((await fetch(`${stolen}&tap=${b.tap}`)).status).toBe(400);
    expect((await fetch(stolen)).status).toBe(400);
    await Promise.all([a.close(), b.close()]);
  });
});

test('a packet too long closes the transport', async () => {
  const socket = new WebSocket(`${companion.url.replace('http', 'ws')}${PATHS.socketio}?EIO=4&transport=websocket`);
  const code = new Promise((resolve) => socket.on('close', resolve));
  socket.on('open', () => socket.send('4'.repeat(1024 * 1024 + 1)));
  expect(await code).toBe(1009);
});

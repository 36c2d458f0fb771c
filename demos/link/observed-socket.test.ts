import { describe, expect, it } from 'vitest';
import type { ScriptRecord } from '#demos/capture/capture.ts';
import { utf8Encode } from '#demos/protocol/bytes.ts';
import { createFakePage } from './fake-page.ts';
import { observeSocket } from './observed-socket.ts';

function observed(protocols: readonly string[] = []) {
  const page = createFakePage();
  const records: ScriptRecord[] = [];
  const socket = observeSocket({
    WebSocket: page.WebSocket,
    url: 'ws://127.0.0.1:4101/ws/echo?tap=abc',
    protocols,
    socket: 3,
    record: (record) => void records.push(record),
  });
  return { socket, real: page.sockets[0], records, last: () => records.at(-1) };
}

describe('an observed socket', () => {
  it('writes down its construction, filler in place of the tap id', () =>
    expect(observed(['chat']).records).toEqual([
      {
        kind: 'script',
        socket: 3,
        script: { do: 'construct', url: 'ws://127.0.0.1:4101/ws/echo?tap=xxx', protocols: ['chat'] },
        readyState: 0,
        bufferedAmount: 0,
      },
    ]));

  it('writes down a constructor that throws, and is closed', () => {
    const { records, socket } = observed(['not a token']);
    expect(records.map(({ script }) => script)).toEqual([
      expect.objectContaining({ do: 'construct' }),
      { do: 'throw', call: 'construct', name: 'SyntaxError', message: 'The subprotocol is invalid.' },
    ]);
    expect(socket.readyState).toBe(3);
  });

  it('writes down send() with what is buffered just after', () => {
    const { socket, real, last } = observed();
    real?.opens();
    socket.send('Hello');
    expect(last()).toMatchObject({
      script: { do: 'send', type: 'text', bytes: utf8Encode('Hello') },
      readyState: 1,
      bufferedAmount: 5,
    });
  });

  it('keeps its own copy of what was sent', () => {
    const { socket, real, last } = observed();
    real?.opens();
    const bytes = new Uint8Array([1, 2]);
    socket.send(bytes);
    bytes[0] = 9;
    expect(last()?.script).toEqual({ do: 'send', type: 'binary', bytes: new Uint8Array([1, 2]) });
  });

  it('writes down send() before open, which throws', () => {
    const { socket, records } = observed();
    socket.send('early');
    expect(records.slice(1).map(({ script }) => script)).toEqual([
      expect.objectContaining({ do: 'send' }),
      { do: 'throw', call: 'send', name: 'InvalidStateError', message: 'Still in CONNECTING state.' },
    ]);
  });

  it('writes down close(), and the state it leaves', () => {
    const { socket, real, last } = observed();
    real?.opens();
    socket.close(4000, 'done');
    expect(last()).toMatchObject({ script: { do: 'close', code: 4000, reason: 'done' }, readyState: 2 });
  });

  it('writes down close() with a code that throws', () => {
    const { socket, last } = observed();
    socket.close(1001);
    expect(last()?.script).toMatchObject({ do: 'throw', call: 'close', name: 'InvalidAccessError' });
  });

  it('writes down what the socket tells script', () => {
    const { real, records } = observed();
    real?.opens('chat');
    real?.receives('Hi');
    real?.receives(new Uint8Array([7]).buffer);
    real?.isClosed(1001, 'bye', true);
    expect(records.slice(1).map(({ script, readyState }) => [script, readyState])).toEqual([
      [{ on: 'open', protocol: 'chat', extensions: '' }, 1],
      [{ on: 'message', type: 'text', bytes: utf8Encode('Hi') }, 1],
      [{ on: 'message', type: 'binary', bytes: new Uint8Array([7]) }, 1],
      [{ on: 'close', code: 1001, reason: 'bye', wasClean: true }, 3],
    ]);
  });

  it('writes nothing more once it is abandoned', () => {
    const { socket, real, records } = observed();
    socket.abandon();
    real?.isClosed();
    expect(records).toHaveLength(1);
    expect(real?.closed).toHaveLength(1);
  });
});

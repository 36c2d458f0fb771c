import { describe, expect, it } from 'vitest';
import { acceptKey } from '#demos/protocol/accept-key.ts';
import { concat, fromHex, latin1Decode, latin1Encode, toHex } from '#demos/protocol/bytes.ts';
import { seededBytes } from './random-bytes.ts';
import { events, model, scripts, sent, story } from './test-model.ts';

const crlf = (text: string) => text.replaceAll('\n', '\r\n');
const head = (text: string) => latin1Encode(crlf(text));

describe('connect', () => {
  it('is one opening handshake', () => {
    const link = model();
    link.do({ kind: 'connect' });
    expect(story(link)).toEqual(['construct()', 'opened', '> bytes', '< bytes', 'open']);
  });

  it('sends what RFC 6455 §4.1 requires, and the server answers for the key of §1.3', () => {
    const link = model();
    link.do({ kind: 'connect' });
    expect(latin1Decode(concat(...sent(link, 'client-to-server')))).toBe(
      crlf(`GET /ws/echo HTTP/1.1
Host: 127.0.0.1:4101
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
Origin: http://127.0.0.1:4101
Sec-WebSocket-Version: 13

`),
    );
    expect(latin1Decode(concat(...sent(link, 'server-to-client')))).toBe(
      crlf(`HTTP/1.1 101 Switching Protocols
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=

`),
    );
  });

  it('tells script which subprotocol the server chose', () => {
    const link = model({ protocols: ['chat'] });
    link.do({ kind: 'connect', protocols: ['superchat', 'chat'] });
    expect(scripts(link).at(-1)).toEqual({ on: 'open', protocol: 'chat', extensions: '' });
  });

  it('opens without a subprotocol when the server speaks none of those asked for, as RFC 6455 §4.1 lets it', () => {
    const link = model();
    link.do({ kind: 'connect', protocols: ['chat'] });
    expect(story(link).slice(4)).toEqual(['open']);
  });

  it('names every event model:n, in order', () => {
    const link = model();
    link.do({ kind: 'connect' });
    expect(events(link).map(({ id }) => id)).toEqual(['model:0', 'model:1', 'model:2', 'model:3', 'model:4']);
  });
});

describe('send', () => {
  it('masks "Hello" as in RFC 6455 §5.7 and hears it back unmasked', () => {
    const link = model();
    link.do({ kind: 'connect' });
    link.do({ kind: 'send', data: 'Hello' });
    expect(toHex(sent(link, 'client-to-server')[1] ?? new Uint8Array())).toBe('81 85 37 fa 21 3d 7f 9f 4d 51 58');
    expect(toHex(sent(link, 'server-to-client')[1] ?? new Uint8Array())).toBe('81 05 48 65 6c 6c 6f');
    expect(story(link).slice(5)).toEqual(['send()', '> bytes', '< bytes', 'message']);
  });

  it('counts offsets on from the heads', () => {
    const link = model();
    link.do({ kind: 'connect' });
    const [request] = sent(link, 'client-to-server');
    link.do({ kind: 'send', data: 'Hello' });
    const frame = events(link).find((event) => event.kind === 'bytes' && event.bytes.length === 11);
    expect(frame).toMatchObject({ offset: request?.length });
  });

  it('may be called by whoever hears of the open socket', () => {
    const link = model();
    const heard: string[] = [];
    let greeted = false;
    link.capture.subscribe(() => {
      if (greeted) return;
      greeted = true;
      link.do({ kind: 'send', data: 'Hello' });
    });
    link.capture.subscribe((added) => heard.push(...added.map(({ id }) => id)));
    link.do({ kind: 'connect' });
    expect(heard).toEqual(events(link).map(({ id }) => id));
    expect(heard).toHaveLength(9);
  });
});

describe('close', () => {
  it('is both Close frames, then the server first with FIN (RFC 6455 §7.1.1)', () => {
    const link = model();
    link.do({ kind: 'connect' });
    link.do({ kind: 'close', code: 4001, reason: 'bye' });
    expect(story(link).slice(5)).toEqual(['close()', '> bytes', '< bytes', '< fin', '> fin', 'closed', 'close']);
    expect(scripts(link).at(-1)).toEqual({ on: 'close', code: 4001, reason: '', wasClean: true });
  });

  it('without a code is reported as 1005', () => {
    const link = model();
    link.do({ kind: 'connect' });
    link.do({ kind: 'close' });
    expect(toHex(sent(link, 'client-to-server')[1] ?? new Uint8Array())).toBe('88 80 37 fa 21 3d');
    expect(scripts(link).at(-1)).toEqual({ on: 'close', code: 1005, reason: '', wasClean: true });
  });

  it('throws on a code that is not script’s to send, and changes nothing', () => {
    const link = model();
    link.do({ kind: 'connect' });
    link.do({ kind: 'close', code: 1001 });
    expect(scripts(link).at(-1)).toMatchObject({ do: 'throw', call: 'close', name: 'InvalidAccessError' });
    expect(events(link).at(-1)).toMatchObject({ readyState: 1 });
    expect(sent(link, 'client-to-server')).toHaveLength(1);
  });
});

describe('send-raw', () => {
  it('has the strict server answer a request of the reader’s', () => {
    const link = model();
    link.do({
      kind: 'send-raw',
      bytes: head(`GET / HTTP/1.1
Host: h
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
Sec-WebSocket-Version: 13

`),
    });
    expect(story(link)).toEqual(['opened', '> bytes', '< bytes']);
  });

  it.each([
    ['a wrong version', 'Sec-WebSocket-Version: 12\n', 'HTTP/1.1 426 Upgrade Required'],
    ['no version', '', 'HTTP/1.1 400 Bad Request'],
  ])('hears of %s and is hung up on', (_, version, statusLine) => {
    const link = model();
    const request = `GET / HTTP/1.1\nHost: h\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n${version}\n`;
    link.do({ kind: 'send-raw', bytes: head(request) });
    expect(story(link)).toEqual(['opened', '> bytes', '< bytes', '< fin', '> fin', 'closed']);
    expect(latin1Decode(concat(...sent(link, 'server-to-client'))).split('\r\n')[0]).toBe(statusLine);
  });

  it('is waited with while the head is not finished', () => {
    const link = model();
    link.do({ kind: 'send-raw', bytes: head('GET / HTTP/1.1\nHost: h\n') });
    expect(story(link)).toEqual(['opened', '> bytes']);
  });

  it('gets a Close 1002 for an unmasked frame (RFC 6455 §5.1)', () => {
    const link = model();
    const request = head(`GET / HTTP/1.1
Host: h
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
Sec-WebSocket-Version: 13

`);
    link.do({ kind: 'send-raw', bytes: concat(request, fromHex('81 05 48 65 6c 6c 6f')) });
    expect(toHex(sent(link, 'server-to-client')[1] ?? new Uint8Array())).toBe('88 02 03 ea');
    expect(story(link).slice(-3)).toEqual(['< fin', '> fin', 'closed']);
  });
});

describe('respond-with', () => {
  const RIGHT = 'HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: ';

  it('opens on a right answer, the accept value put in for the real key', () => {
    const link = model({ randomBytes: seededBytes(7) });
    const before = head(RIGHT);
    link.do({ kind: 'respond-with', bytes: concat(before, head('\n\n')), acceptAt: before.length });
    expect(story(link)).toEqual(['construct()', 'opened', '> bytes', '< bytes', 'open']);
    const key = /Sec-WebSocket-Key: (.*)\r\n/.exec(latin1Decode(concat(...sent(link, 'client-to-server'))))?.[1] ?? '';
    expect(latin1Decode(concat(...sent(link, 'server-to-client')))).toContain(`Accept: ${acceptKey(key).accept}\r\n`);
  });

  it.each([
    ['a wrong accept value', `${RIGHT}x3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n\n`],
    ['HTTP/1.0', `${RIGHT}s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n\n`.replace('1.1', '1.0')],
  ])('fails on %s: the client ends the connection, and script hears error and 1006', (_, answer) => {
    const link = model();
    link.do({ kind: 'respond-with', bytes: head(answer), acceptAt: null });
    expect(story(link).slice(4)).toEqual(['> fin', 'error', 'close', '< fin', 'closed']);
    expect(scripts(link).at(-1)).toEqual({ on: 'close', code: 1006, reason: '', wasClean: false });
  });

  it('fails on a 403 all the same: script hears no status', () => {
    const link = model();
    link.do({ kind: 'respond-with', bytes: head('HTTP/1.1 403 Forbidden\n\n'), acceptAt: null });
    expect(scripts(link).slice(1)).toEqual([{ on: 'error' }, { on: 'close', code: 1006, reason: '', wasClean: false }]);
  });

  it('closes with 1002 on a masked frame from the server (RFC 6455 §5.1)', () => {
    const link = model();
    const answer = head(`${RIGHT}s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n\n`);
    const frame = fromHex('81 85 37 fa 21 3d 7f 9f 4d 51 58');
    link.do({ kind: 'respond-with', bytes: concat(answer, frame), acceptAt: null });
    expect(toHex(sent(link, 'client-to-server')[1] ?? new Uint8Array())).toBe('88 82 37 fa 21 3d 34 10');
    expect(scripts(link).at(-1)).toMatchObject({ on: 'close', code: 1006, wasClean: false });
  });

  it('answers a ping with the same payload (RFC 6455 §5.5.3)', () => {
    const link = model();
    const answer = head(`${RIGHT}s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n\n`);
    link.do({ kind: 'respond-with', bytes: concat(answer, fromHex('89 01 2a')), acceptAt: null });
    expect(toHex(sent(link, 'client-to-server')[1] ?? new Uint8Array())).toBe('8a 81 37 fa 21 3d 1d');
  });
});

describe('a model link', () => {
  it('is the same for the same seed', () => {
    const run = () => {
      const link = model({ randomBytes: seededBytes(42) });
      link.do({ kind: 'connect' });
      link.do({ kind: 'send', data: new Uint8Array([1, 2, 3]) });
      link.do({ kind: 'close', code: 1000 });
      return events(link);
    };
    expect(run()).toEqual(run());
  });

  it('takes its times from the clock it is given', () => {
    let at = 100;
    const link = model({ now: () => at++ });
    link.do({ kind: 'connect' });
    expect(events(link).map((event) => event.at)).toEqual([100, 101, 102, 103, 104]);
  });

  it('can be started again from nothing', () => {
    const link = model();
    link.do({ kind: 'connect' });
    link.clear();
    expect(events(link)).toEqual([]);
    expect(link.can('send')).toBe(false);
    expect(() => link.do({ kind: 'send', data: 'x' })).toThrow('no socket');
  });
});

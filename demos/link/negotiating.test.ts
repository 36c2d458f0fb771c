import { describe, expect, it } from 'vitest';
import type { CompanionMessage } from '#demos/capture/side-channel.ts';
import { latin1Decode, latin1Encode } from '#demos/protocol/bytes.ts';
import { createFakePage } from './fake-page.ts';
import type { Link } from './link.ts';
import { createLiveLink } from './live.ts';
import { createModelLink, type ModelLinkOptions } from './model.ts';

/** What one socket asks for besides what all of its link do. */

const READY = { kind: 'ready', tap: 'T', allows: { raw: true, respond: true }, madeWith: {} } as const;

describe('a live link', () => {
  const page = createFakePage();
  const link = createLiveLink(page, { path: '/ws/negotiate', query: { select: 'first' } });
  const channel = page.sockets[0];
  if (channel) channel.readyState = 1;
  const says = (message: CompanionMessage): void => channel?.receives(JSON.stringify(message));
  says(READY);

  it('adds a socket’s own parameters to its link’s, or puts them in their place', () => {
    link.do({ kind: 'connect', protocols: ['chat'], query: { select: 'none', deflate: 'on' } });
    link.do({ kind: 'connect' });
    expect(page.sockets.slice(1).map(({ url, protocols }) => [url, protocols])).toEqual([
      ['ws://127.0.0.1:4101/ws/negotiate?select=none&deflate=on&tap=T&s=0', ['chat']],
      ['ws://127.0.0.1:4101/ws/negotiate?select=first&tap=T&s=1', []],
    ]);
  });

  it('offers subprotocols to an answer of the page’s own, too', () => {
    link.do({ kind: 'respond-with', bytes: latin1Encode('hi'), acceptAt: null, protocols: ['chat'] });
    says({ kind: 'ticket', request: 1, port: 9, ticket: 'K' });
    expect(page.sockets.at(-1)?.protocols).toEqual(['chat']);
  });
});

describe('the model', () => {
  const HEAD =
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ';
  const answer = (lines: string) => ({ bytes: latin1Encode(`${HEAD}\r\n${lines}\r\n`), acceptAt: HEAD.length });
  const model = (options: ModelLinkOptions = {}): Link => createModelLink(options);
  const heard = (link: Link) =>
    link.capture.get().events.flatMap((event) => (event.kind === 'script' ? [event.script] : []));
  const request = (link: Link) =>
    latin1Decode(link.capture.get().events.find((event) => event.kind === 'bytes')?.bytes ?? new Uint8Array());

  it('offers the extensions that it is told to, and none otherwise', () => {
    const [silent, offering] = [model(), model({ extensions: 'permessage-deflate' })];
    for (const link of [silent, offering]) link.do({ kind: 'connect' });
    expect(request(silent)).not.toContain('Sec-WebSocket-Extensions');
    expect(request(offering)).toContain('\r\nSec-WebSocket-Extensions: permessage-deflate\r\n');
  });

  it('opens with an extension that it offered, and fails with one that it did not (RFC 6455 §9.1)', () => {
    const link = model({ extensions: 'permessage-deflate' });
    link.do({ kind: 'respond-with', ...answer('Sec-WebSocket-Extensions: permessage-deflate\r\n') });
    expect(heard(link)).toContainEqual({ on: 'open', protocol: '', extensions: 'permessage-deflate' });
    link.clear();
    link.do({ kind: 'respond-with', ...answer('Sec-WebSocket-Extensions: x-foo\r\n') });
    expect(heard(link)).toContainEqual({ on: 'error' });
  });

  it('lets an unanswered offer of subprotocols pass by the RFC, and not as browsers do', () => {
    const intent = { kind: 'respond-with', protocols: ['chat'], ...answer('') } as const;
    const [rfc, browser] = [model(), model({ policy: 'chromium' })];
    for (const link of [rfc, browser]) link.do(intent);
    expect(heard(rfc)).toContainEqual({ on: 'open', protocol: '', extensions: '' });
    expect(heard(browser)).toContainEqual({ on: 'error' });
  });

  it.each([['a b'], ['chat', 'chat']])('throws for names that no constructor takes, and sends nothing', (...names) => {
    const link = model();
    link.do({ kind: 'connect', protocols: names });
    expect(heard(link)).toMatchObject([{ do: 'construct' }, { do: 'throw', call: 'construct', name: 'SyntaxError' }]);
    expect(link.capture.get().events).toHaveLength(2);
  });
});

import type { Capture, ScriptCall, ScriptEvent, WireEvent } from '#demos/capture/capture.ts';
import { createModelLink, type ModelLinkOptions } from '#demos/link/model.ts';
import { seededBytes } from '#demos/link/random-bytes.ts';
import { latin1Encode } from '#demos/protocol/bytes.ts';
import { type RunIntent, startRun } from './handshake.run.ts';
import { type Story, storyOf } from './handshake.story.ts';

/** Handshakes for tests: run on the model, or told by bytes that a test writes out. */

const deaf = { exchange() {}, refused() {}, lost() {} };

/** What a run on the model leaves behind; its keys and masks repeat. */
export function modelCapture(intent: RunIntent = { kind: 'connect' }, options: ModelLinkOptions = {}): Capture {
  const link = createModelLink({ randomBytes: seededBytes(6455), ...options });
  startRun(link, intent, deaf)();
  return link.capture.get();
}

/** Throws where a capture holds no connection. */
export function told(capture: Capture): Story {
  const story = storyOf(capture);
  if (!story) throw new TypeError('The capture holds no connection');
  return story;
}

/** Lines with LF, as a test writes them → a head on the wire. */
export const head = (text: string): Uint8Array => latin1Encode(text.replaceAll('\n', '\r\n'));

/** RFC 6455 §1.3. */
export const REQUEST = `GET /chat HTTP/1.1
Host: server.example.com
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
Origin: http://example.com
Sec-WebSocket-Version: 13

`;
export const RESPONSE = `HTTP/1.1 101 Switching Protocols
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=

`;

export type Said = WireEvent | { readonly kind: 'script'; readonly script: ScriptCall | ScriptEvent };

export const sent = (text: string): Said => bytes('client-to-server', text);
export const answered = (text: string): Said => bytes('server-to-client', text);
export const heard = (script: ScriptEvent): Said => ({ kind: 'script', script });

const bytes = (direction: 'client-to-server' | 'server-to-client', text: string): Said => ({
  kind: 'bytes',
  direction,
  offset: 0,
  bytes: head(text),
});

/** One connection on which these things happened, 1 ms apart. */
export function captureOf(...events: readonly Said[]): Capture {
  const opened: Said = { kind: 'opened', local: '127.0.0.1:80', remote: '127.0.0.1:49152' };
  return {
    format: 1,
    source: 'live',
    madeWith: { Chromium: '156', ws: '8.23.0' },
    events: [opened, ...events].map((event, i) =>
      event.kind === 'script'
        ? { ...event, id: `page:${i}`, at: i, connection: 'socket-0', socket: 0, readyState: 0, bufferedAmount: 0 }
        : { ...event, id: `server:${i}`, at: i, connection: 'socket-0' },
    ),
  };
}

/** The same events, one head to a direction; see {@link captureOf}. */
export const storyFrom = (...events: readonly Said[]): Story => told(captureOf(...events));

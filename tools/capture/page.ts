import { PATHS } from '#demos/capture/side-channel.ts';
import { createLiveLink } from '#demos/link/live.ts';
import { browserPage } from '#demos/link/page.ts';
import { createSocketioLink } from '#demos/link/socketio-live.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';
import { recorded } from './steps.ts';

const UP = 'client-to-server';
const DOWN = 'server-to-client';

/** What the recording page offers to the tool that drives it: each script ends with the capture it made, as JSON. */
const scripts = {
  /** An opening handshake, one greeting and its echo. */
  handshake: () =>
    recorded(createLiveLink(), async (link, { told, frames }) => {
      link.do({ kind: 'connect' });
      await told('open');
      link.do({ kind: 'send', data: 'Hello' });
      await Promise.all([told('message'), frames(DOWN, OPCODE.text)]);
    }),

  /** One frame of each kind that a browser and a server send each other, and the lengths around 125. */
  frames: () =>
    recorded(createLiveLink(), async (link, { told, frames, closed }) => {
      link.do({ kind: 'connect' });
      await told('open');
      link.do({ kind: 'send', data: 'Hello' });
      await told('message');
      link.do({ kind: 'server', act: { do: 'ping', payload: 'Hello' } });
      await frames(UP, OPCODE.pong);
      link.do({ kind: 'server', act: { do: 'send', parts: ['Hel', 'lo'], pingBetween: true } });
      await Promise.all([told('message', 2), frames(UP, OPCODE.pong, 2)]);
      for (const [index, data] of ['é', 'x'.repeat(126), Uint8Array.of(1, 2, 3, 4)].entries()) {
        link.do({ kind: 'send', data });
        await told('message', index + 3);
      }
      link.do({ kind: 'close', code: 1000, reason: 'done' });
      await closed();
    }),

  /** A life that ends well. Its last message is echoed and never told, because close() was called before the echo came. */
  lifecycle: () =>
    recorded(
      createLiveLink(browserPage(), { realm: 'frame', reads: true }),
      async (link, { told, frames, drained, closed }) => {
        link.do({ kind: 'connect' });
        await told('open');
        link.do({ kind: 'send', data: 'Hello' });
        await Promise.all([told('message'), drained()]);
        link.do({ kind: 'server', act: { do: 'ping', payload: 'Hello' } });
        await frames(UP, OPCODE.pong);
        link.do({ kind: 'send', data: 'late' });
        link.do({ kind: 'close', code: 1000, reason: 'done' });
        await closed();
      },
    ),

  /** An event that is acknowledged, and one with attachments both ways, over a WebSocket from the start. */
  'socketio-packet': () =>
    recorded(createSocketioLink(), async (link, { heard, until }) => {
      link.connect();
      await Promise.all([heard('connect'), heard('event')]);
      link.emit('add', [1, 2], { ack: true });
      await heard('ack');
      link.emit('bin', [Uint8Array.of(1, 2, 3), { buf: Uint8Array.of(0xff, 0xfe) }], { ack: true });
      await heard('ack', 2);
      link.disconnect();
      await Promise.all([heard('disconnect'), until((events) => events.some(({ kind }) => kind === 'closed'))]);
    }),

  /** A plain WebSocket that speaks to a Socket.IO server by hand, until it says what is no packet. */
  'socketio-raw': () =>
    recorded(
      createLiveLink(browserPage(), { path: PATHS.socketio, query: { EIO: '4', transport: 'websocket' } }),
      async (link, { told, closed }) => {
        link.do({ kind: 'connect' });
        await told('message');
        link.do({ kind: 'send', data: '40' });
        // The answer, and the event with which this server greets.
        await told('message', 3);
        link.do({ kind: 'send', data: '420["echo","Hello"]' });
        await told('message', 4);
        link.do({ kind: 'send', data: 'hello' });
        await closed();
      },
    ),

  /** A Socket.IO client and a server that speaks plain WebSocket: each waits for the other. */
  'socketio-plain-server': () =>
    recorded(
      createSocketioLink(browserPage(), { path: PATHS.echo, timeoutMs: 2000 }),
      async (link, { heard, until }) => {
        link.connect();
        await Promise.all([heard('connect_error'), until((events) => events.some(({ kind }) => kind === 'closed'))]);
      },
    ),
};

export type ScriptName = keyof typeof scripts;

declare global {
  var record: (name: ScriptName) => Promise<string>;
}
globalThis.record = (name) => scripts[name]();

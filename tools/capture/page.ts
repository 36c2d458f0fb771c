import { timelineBytes } from '#demos/assembler/assembler.card.ts';
import { intentOf } from '#demos/assembler/assembler.intent.ts';
import { readTimeline } from '#demos/assembler/assembler.reading.ts';
import { RUN_IDS, RUNS, type RunId } from '#demos/assembler/assembler.runs.ts';
import type { CaptureEvent } from '#demos/capture/capture.ts';
import { PATHS } from '#demos/capture/side-channel.ts';
import { createLiveLink } from '#demos/link/live.ts';
import { browserPage } from '#demos/link/page.ts';
import { createRaceLink } from '#demos/link/race-live.ts';
import { browserRandomBytes } from '#demos/link/random-bytes.ts';
import { createSocketioLink } from '#demos/link/socketio-live.ts';
import { latin1Decode } from '#demos/protocol/bytes.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';
import { scheduleOf } from '#demos/race/race.schedule.ts';
import { RECORDED, RECORDED_MS } from '#demos/race/race.settings.ts';
import { recordClose } from './close.ts';
import { recordNegotiation } from './negotiation.ts';
import { recorded } from './steps.ts';

const UP = 'client-to-server';
const DOWN = 'server-to-client';

/** What the recording page offers to the tool that drives it: each script ends with the capture it made, as JSON. */
const scripts = {
  /** Each way in which a connection ends, and what its server's program is told of it. */
  close: recordClose,

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

  /** Compressed messages both ways: with context takeover, then without. The third text has few characters, so it gets codes of its own. */
  deflate: () =>
    recorded(createLiveLink(browserPage(), { path: PATHS.negotiate }), async (link, { told, frames }) => {
      const trade = '{"type":"trade","symbol":"ACME","price":187.42,"size":100}';
      // SHA-512 of "abc" (FIPS 180-4's example).
      const digest =
        'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f';
      let messages = 0;
      const converse = async (query: Readonly<Record<string, string>>, texts: readonly string[]): Promise<void> => {
        const opened = link.capture.get().events.filter((event) => event.kind === 'opened').length;
        link.do({ kind: 'connect', query: { deflate: 'on', ...query } });
        await told('open', opened + 1);
        for (const data of texts) {
          link.do({ kind: 'send', data });
          messages += 1;
          await Promise.all([told('message', messages), frames(DOWN, OPCODE.text, messages)]);
        }
      };
      await converse({}, ['Hello', 'Hello', trade, trade, 'aaaaaaaaaaaaaaaa', `{"sha512":"${digest}"}`]);
      await converse({ server_no_context_takeover: '', client_no_context_takeover: '' }, ['Hello', 'Hello']);
    }),

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

  negotiation: recordNegotiation,

  /** The same few events by polling, long polling, an event stream and a WebSocket. */
  race: () =>
    recorded(createRaceLink(), async (link, { until }) => {
      const { perMinute, pollMs, extra } = RECORDED;
      link.run({ times: scheduleOf(perMinute, RECORDED_MS), forMs: RECORDED_MS, pollMs, extra });
      const begin = (events: readonly CaptureEvent[], text: string): number =>
        events.filter((event) => event.kind === 'bytes' && latin1Decode(event.bytes.subarray(0, 5)).startsWith(text))
          .length;
      // The two that stay open have gone, and every question has its answer: the others' connections are kept.
      await until(
        (events) =>
          events.filter(({ kind }) => kind === 'closed').length >= 2 &&
          begin(events, 'GET ') === begin(events, 'HTTP/'),
      );
    }),

  /** Every timeline of the assembler, sent to a strict server, and then to this browser as from a server. */
  assembler: () =>
    recorded(createLiveLink(), async (link, { told, until, closed }) => {
      let over = 0;
      const gone = (): Promise<void> => {
        over += 1;
        return until((events) => events.filter(({ kind }) => kind === 'closed').length >= over);
      };
      for (const run of RUN_IDS) {
        const frames = timelineBytes(RUNS[run], 'client', () => browserRandomBytes(4));
        link.do(intentOf(frames, 'client', browserRandomBytes(16)));
        // ws keeps a connection on which nothing is wrong: then it is ended after a silence.
        await gone();
      }
      let messages = 0;
      for (const run of RUN_IDS) {
        link.do(intentOf(timelineBytes(RUNS[run], 'server'), 'server', browserRandomBytes(16)));
        if (endsWell(run)) {
          messages += 1;
          await told('message', messages);
          link.do({ kind: 'close', code: 1000 });
        }
        await gone();
      }
      await closed();
    }),
};

/** No frame of it breaks a rule, in a browser's eyes. */
const endsWell = (run: RunId): boolean =>
  readTimeline(RUNS[run], 'server', 'chromium').steps.every(({ did }) => did !== 'fails');

export type ScriptName = keyof typeof scripts;

declare global {
  var record: (name: ScriptName) => Promise<string>;
}
globalThis.record = (name) => scripts[name]();

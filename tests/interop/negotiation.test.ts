import { createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { CaptureEvent } from '#demos/capture/capture.ts';
import { choiceQuery } from '#demos/capture/negotiate-query.ts';
import { PATHS } from '#demos/capture/side-channel.ts';
import { LINKS } from '#demos/negotiation/negotiation.live.ts';
import { storiesOf } from '#demos/negotiation/negotiation.reading.ts';
import { answerBytes, intentOf, isSettled, startRun } from '#demos/negotiation/negotiation.run.ts';
import { RUN_IDS, RUNS, type Setup } from '#demos/negotiation/negotiation.runs.ts';
import { protocolsOf } from '#demos/negotiation/negotiation.setup.ts';
import type { Story } from '#demos/negotiation/negotiation.story.ts';
import { WS_SAYS } from '#demos/negotiation/negotiation.ws-client.ts';
import { acceptKey } from '#demos/protocol/accept-key.ts';
import { concat, latin1Encode } from '#demos/protocol/bytes.ts';
import { negotiationFields } from '#demos/protocol/negotiate-answer.ts';
import type { SelectSubprotocol, ServerChoice } from '#demos/protocol/server-choice.ts';
import { type Companion, createCompanion } from '#demos/server/companion.ts';
import { HANDSHAKE, head, tcpClient } from '#demos/server/test-client.ts';
import { type BrowserLink, createBrowserLink } from './browser-link.ts';

const answered = (lines: string, protocols = ''): Setup => ({ ...RUNS.declined, by: 'hand', lines, protocols });

/** The model's story, which is told at once. */
function modelled(setup: Setup): Story {
  let told: Story | null = null;
  startRun(LINKS.model(), setup, {
    story: (story, settled) => {
      if (settled) told = story;
    },
    refused: () => {},
    lost: () => {},
  });
  if (!told) throw new Error('the model did not settle');
  return told;
}

/** What a browser or ws may be answered with besides the recorded cases. */
const ANSWERS = {
  'an extension that was not offered': answered('Sec-WebSocket-Extensions: x-foo'),
  'the extension twice': answered('Sec-WebSocket-Extensions: permessage-deflate, permessage-deflate'),
  'a window that is too small': answered('Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=7'),
  'a window without a value': answered('Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits'),
  'a flag with a value': answered('Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover=1'),
  'no grammar': answered('Sec-WebSocket-Extensions: ;'),
  'a subprotocol where none was offered': answered('Sec-WebSocket-Protocol: chat'),
  'two subprotocols': answered('Sec-WebSocket-Protocol: chat, v2.chat', 'chat, v2.chat'),
  'a subprotocol in other letters': answered('Sec-WebSocket-Protocol: Chat', 'chat'),
  'both faults at once': answered('Sec-WebSocket-Protocol: soap\nSec-WebSocket-Extensions: x-foo', 'chat'),
} as const;
const SETUPS: readonly (readonly [string, Setup])[] = [
  ...RUN_IDS.map((run) => [run, RUNS[run]] as const),
  ...Object.entries(ANSWERS),
];

describe('ws as a server', () => {
  let companion: Companion;
  beforeAll(async () => {
    companion = await createCompanion();
  });
  afterAll(() => companion.close());

  const bits = fc.option(fc.integer({ min: 8, max: 15 }));
  const choices: fc.Arbitrary<ServerChoice> = fc.record({
    select: fc.constantFrom<SelectSubprotocol>('first', 'none', { name: 'v2.chat' }, { name: 'soap' }),
    deflate: fc.option(
      fc.record({
        serverNoContextTakeover: fc.boolean(),
        clientNoContextTakeover: fc.boolean(),
        serverMaxWindowBits: bits,
        clientMaxWindowBits: bits,
      }),
    ),
  });
  const offers = fc.record({
    protocols: fc.constantFrom([], ['chat'], ['chat', 'v2.chat']),
    extensions: fc.constantFrom(
      'permessage-deflate; client_max_window_bits',
      'permessage-deflate; client_max_window_bits; server_no_context_takeover',
      'permessage-deflate; client_max_window_bits=15; server_max_window_bits=15; client_no_context_takeover',
    ),
  });

  it('answers what the model’s server does, line for line', () =>
    fc.assert(
      fc.asyncProperty(offers, choices, async (offer, choice) => {
        const client = await tcpClient(companion.ports.main);
        const { protocols, extensions } = offer;
        client.write(
          head(`GET ${PATHS.negotiate}?${new URLSearchParams({ ...choiceQuery(choice) })} HTTP/1.1`, {
            Host: 'localhost',
            ...HANDSHAKE,
            ...(protocols.length > 0 && { 'Sec-WebSocket-Protocol': protocols.join(', ') }),
            'Sec-WebSocket-Extensions': extensions,
          }),
        );
        await client.until(() => client.received.includes('\r\n\r\n'));
        client.socket.destroy();
        const lines = client.received.split('\r\n').slice(1);
        const negotiated = lines.filter((line) => /^Sec-WebSocket-(?:Protocol|Extensions)/.test(line));
        expect(negotiated).toEqual(negotiationFields(offer, choice).map(([name, value]) => `${name}: ${value}`));
      }),
      { numRuns: 60 },
    ));
});

describe('ws as a client', () => {
  /** Answers every handshake with these bytes, the accept value put in. */
  async function fateOf({ protocols, lines }: { protocols: readonly string[]; lines: string }): Promise<string> {
    const { bytes, acceptAt } = answerBytes(lines);
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => {});
      socket.once('data', (request: Buffer) => {
        const key = /Sec-WebSocket-Key: (\S+)/.exec(request.toString('latin1'))?.[1] ?? '';
        socket.write(
          concat(bytes.subarray(0, acceptAt), latin1Encode(acceptKey(key).accept), bytes.subarray(acceptAt)),
        );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const socket = new WebSocket(`ws://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, [...protocols]);
    const fate = await new Promise<string>((resolve) => {
      socket.on('open', () => resolve('opened'));
      socket.on('error', ({ message }) => resolve(message));
    });
    socket.terminate();
    for (const each of sockets) each.destroy();
    server.close();
    return fate;
  }

  it.each(SETUPS)('says of “%s” what the figure prints', async (_, setup) => {
    const { response, verdicts, protocols } = modelled(setup);
    const lines = response?.lines.map(({ name, value }) => `${name}: ${value}`).join('\n') ?? '';
    const ws = verdicts.find(({ policy }) => policy === 'ws');
    expect(await fateOf({ protocols, lines })).toBe(ws?.breach ? ws.says : 'opened');
  });

  it('says what the status was, where there is no 101', async () => {
    const companion = await createCompanion();
    // ws cannot tell a client its window that does not take one, and answers 400.
    const query = 'deflate=on&client_max_window_bits=10';
    const socket = new WebSocket(`${companion.url.replace('http', 'ws')}${PATHS.negotiate}?${query}`, {
      perMessageDeflate: false,
      headers: { 'Sec-WebSocket-Extensions': 'permessage-deflate' },
    });
    const message = await new Promise((resolve) => socket.on('error', (error) => resolve(error.message)));
    expect(message).toBe(WS_SAYS.status.replace('{status}', '400'));
    await companion.close();
  });

  it('is quoted with every message that the cases bring', () => {
    const quoted = SETUPS.flatMap(([, setup]) => modelled(setup).verdicts.flatMap(({ says }) => says ?? []));
    const { status: _, ...messages } = WS_SAYS;
    expect(new Set(quoted)).toEqual(new Set(Object.values(messages)));
  });
});

describe('Chromium', () => {
  let browser: BrowserLink;
  beforeAll(async () => {
    browser = await createBrowserLink();
    await browser.open({ path: PATHS.negotiate });
  }, 60_000);
  afterAll(() => browser.close());

  const newest = (events: readonly CaptureEvent[]) => storiesOf({ events }).at(-1);

  it.each([...SETUPS, ['a name twice', { ...RUNS.declined, protocols: 'chat, chat' }] as const])(
    'does with “%s” what the model’s browser does',
    async (_, setup) => {
      await browser.clear();
      await browser.do(intentOf(setup, 'live'));
      const events = await browser.until((each) => {
        const story = newest(each);
        return story !== undefined && isSettled(story, false);
      });
      const [real, model] = [newest(events), modelled(setup)];
      expect(protocolsOf(setup)).toEqual(real?.protocols);
      expect(real?.response).toEqual(model.response);
      expect(real?.agreement).toEqual(model.agreement);
      expect(real?.moments.map(({ state }) => state)).toEqual(model.moments.map(({ state }) => state));
      // The message of what is thrown is each program's own.
      expect({ ...real?.told, message: '' }).toEqual({ ...model.told, message: '' });
    },
    20_000,
  );
});

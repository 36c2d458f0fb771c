import type { MomentText, PoisonTexts } from '#demos/mask/poison.texts.ts';
import { source } from '#demos/protocol/source.ts';
import { commonProblems, commonWords } from './common.ts';

const rfc = (section: string) => source('RFC 6455', section);

/** A moment that is the same whatever comes of the attack. */
const always = (text: MomentText) => ({ yes: text, no: text });

const SEND = {
  label: 'request',
  client: 'the page: send(the request)',
  server: 'attacker.example',
  source: rfc('10.3'),
} as const;
const ANSWER = {
  label: 'answer',
  client: 'the page: a message',
  server: 'attacker.example: a frame',
} as const;
const ASK = {
  label: 'victim',
  client: 'another user: GET victim.example/jquery.js',
  server: 'victim.example',
} as const;

export const poisonTexts: PoisonTexts = {
  ui: {
    ...commonWords,
    title: 'Poison the proxy',
    status: 'every byte made by the course’s own codec; the proxy is a parser, and it decides',
    keys: 'How the browser chooses masking keys',
    tactics: 'the script sends',
    again: 'other keys',
    poisoned: 'cache poisoned',
    clean: 'cache clean',
    untried: 'not yet seen',
    clientColumn: 'behind the proxy',
    proxyColumn: 'the proxy takes it for',
    serverColumn: 'beyond it',
    ladder: 'The attack, line by line',
    masksWith: 'masked with {key}',
    doesNotMask: 'not masked',
    dump: '{n} bytes as they pass the proxy.',
    took: 'It takes {n} of them for HTTP.',
    tookNothing: 'It takes none of them for HTTP.',
    cache: 'the proxy’s cache: what it keeps, and what it says',
    cacheEmpty: 'nothing yet',
    chart: 'Statechart of a caching proxy that does not know Upgrade',
    steps: 'Steps of the attack',
    outcomes: 'How the attack ends, by how keys are chosen',
    caption:
      'Try the four ways to choose keys, and play each to its end. Notice that no step asks whether the attack may succeed: the proxy reads the bytes, and either they spell a request or they do not.',
  },
  keys: {
    none: { label: 'no mask', says: 'What the protocol would be without masking. No browser does this.' },
    fixed: { label: 'fixed key', says: 'The same four bytes for every frame.' },
    predictable: { label: 'predictable key', says: 'A random key at first, then one more with each frame.' },
    random: { label: 'random key', says: 'Four fresh random bytes for each frame: what RFC 6455 demands.' },
  },
  tactics: {
    plain: 'the request as it is',
    'same-key': 'the request ⊕ the last key',
    'next-key': 'the request ⊕ the last key + 1',
  },
  verdicts: {
    request: 'a request for {url}',
    noRequest: 'no request: passed on',
    kept: 'its response, {status}: kept',
    notKept: 'its response, {status}: not kept',
    noResponse: 'it waits for none: passed on',
    hasIt: 'a request for {url}: “I have it”',
    asksOn: 'a request for {url}: passed on',
    fromCache: 'served from the cache',
    fromOrigin: 'passed on',
  },
  edges: {
    'bytes.up': 'bytes up that look like a request',
    'cached bytes.up': 'another request',
    'bytes.down': 'a response',
    'victim.asks': 'another user asks',
  },
  moments: {
    connect: always({
      label: 'connect',
      client: 'the page: new WebSocket(…)',
      server: 'attacker.example',
      title: 'A page opens a WebSocket',
      says: 'The page is the attacker’s. The browser is anybody’s, and stands behind a proxy that caches. The proxy reads a request for `{url}`: so far it is right.',
      source: rfc('4.1'),
    }),
    accept: always({
      label: 'accept',
      client: 'the page: open',
      server: 'attacker.example: 101',
      title: 'The server agrees, and the proxy does not notice',
      says: 'From here on this connection carries no HTTP. The proxy knows nothing of Upgrade: it reads a response with status {status}, which it may not keep, and waits for the next request.',
      source: rfc('1.7'),
    }),
    probe: always({
      label: 'probe',
      client: 'the page: send("?")',
      server: 'attacker.example',
      title: 'The script sends one byte',
      says: 'Script never sees a masking key. The attacker’s own server does: it stands in the frame, `{key}`.',
      source: rfc('5.3'),
    }),
    report: always({
      label: 'report',
      client: 'the page: a message, the key',
      server: 'attacker.example: a frame',
      title: 'The server tells its script which key it saw',
      says: 'Four bytes in a frame, which no server masks. The proxy waits for no response, and passes them on.',
      source: rfc('5.1'),
    }),
    send: {
      yes: {
        ...SEND,
        title: 'On the wire stands a request',
        says: 'The proxy skips {skipped} bytes that are no HTTP, and takes the rest for a request for `{url}`.',
      },
      no: {
        ...SEND,
        title: 'On the wire stands nothing that anybody could read',
        says: 'The proxy finds no request in these {n} bytes.',
      },
    },
    answer: {
      yes: {
        ...ANSWER,
        title: 'The proxy keeps the answer',
        says: 'The payload begins with `HTTP/1.1 200 OK`. To the proxy that is the response it was waiting for, fresh for a year; it keeps it under the Host that the request named, not under the server that sent it.',
        source: source('RFC 9111', '3'),
      },
      no: {
        ...ANSWER,
        title: 'An answer to no question',
        says: 'The attacker’s server sends the same bytes all the same. The proxy saw no request, so it waits for no response: a response alone poisons nothing. That is why servers need not mask.',
        source: rfc('10.3'),
      },
    },
    ask: {
      yes: {
        ...ASK,
        title: 'Another user opens a page of victim.example',
        says: 'The page loads its script, `{url}`. The proxy has that, it thinks, and asks nobody.',
        source: source('RFC 9111', '4'),
      },
      no: {
        ...ASK,
        title: 'Another user opens a page of victim.example',
        says: 'The page loads its script, `{url}`. The proxy has nothing under that name, and asks victim.example.',
        source: source('RFC 9111', '4'),
      },
    },
    served: {
      yes: {
        label: 'served',
        client: 'another user: runs the attacker’s script',
        server: 'victim.example',
        title: 'The attacker’s script runs in pages of victim.example',
        says: 'This user never visited the attacker, and victim.example did nothing wrong. Everybody behind this proxy gets the same until the entry goes.',
        source: rfc('10.3'),
      },
      no: {
        label: 'served',
        client: 'another user: runs the script that was asked for',
        server: 'victim.example: 200',
        title: 'The right script',
        says: 'It comes from victim.example, and if the proxy keeps one, it is this. The attacker spent a connection and gained nothing.',
        source: rfc('10.3'),
      },
    },
  },
  rules: commonProblems,
  given: {
    plain: 'Script handed `send()` the request as it is, {given} bytes.',
    xored: 'Script handed `send()` the request XORed with `{expected}`, the key that it expects.',
  },
  masked: {
    none: 'Nothing masks it.',
    same: 'The browser masks with that very key, and so undoes it.',
    other: 'The browser masks with `{key}`.',
  },
};

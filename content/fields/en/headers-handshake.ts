import type { HeaderText } from '#content/fields/texts.ts';
import { source } from '#demos/protocol/source.ts';

/** The fields that RFC 6455 reads, keyed by lower-case name. */
export const handshakeHeaders = {
  host: {
    name: 'Host',
    meaning: 'which host is meant; one address can serve many',
    why: 'Both sides can then see that they agree on the host. A server that checks it also stops DNS rebinding.',
    requiredIn: ['request'],
    source: source('RFC 6455', '4.1(4)'),
  },
  upgrade: {
    name: 'Upgrade',
    meaning: 'and switch to this, if you can',
    inResponse: 'switching to this',
    why: 'HTTP/1.1’s way to offer another protocol on the same connection. A server may ignore the offer and answer in HTTP.',
    requiredIn: ['request', 'response'],
    source: source('RFC 9110', '7.8'),
  },
  connection: {
    name: 'Connection',
    meaning: 'this hop only; do not pass it on',
    inResponse: 'this hop only',
    why: 'It names the fields that concern one hop, Upgrade here. A proxy must remove both, and set them again if it speaks WebSocket.',
    requiredIn: ['request', 'response'],
    source: source('RFC 9110', '7.6.1'),
  },
  'sec-websocket-key': {
    name: 'Sec-WebSocket-Key',
    meaning: '16 random bytes, new for every connection',
    why: 'The server proves with it that it read this handshake. Page script cannot set a field whose name starts with Sec-, so no form or fetch can forge one.',
    requiredIn: ['request'],
    source: source('RFC 6455', '4.1(7)'),
  },
  'sec-websocket-version': {
    name: 'Sec-WebSocket-Version',
    meaning: 'the version RFC 6455 defines; no other is in use',
    inResponse: 'the versions this server would take',
    why: '13 is the only final version. In a refusal the field lists what the server understands.',
    requiredIn: ['request'],
    source: source('RFC 6455', '4.1(9)'),
  },
  'sec-websocket-accept': {
    name: 'Sec-WebSocket-Accept',
    meaning: 'SHA-1 of your key and a fixed string',
    why: 'It proves that whoever answered read this request as a WebSocket handshake. It says nothing of who that is.',
    requiredIn: ['response'],
    source: source('RFC 6455', '4.2.2 step 5.4'),
  },
  'sec-websocket-protocol': {
    name: 'Sec-WebSocket-Protocol',
    meaning: 'message formats the client can speak, preferred first',
    inResponse: 'the one message format the server chose',
    why: 'It names what the messages mean. A server picks one of those offered; a browser that offered some accepts no answer without one.',
    source: source('RFC 6455', '4.1(10)'),
  },
  'sec-websocket-extensions': {
    name: 'Sec-WebSocket-Extensions',
    meaning: 'an offer to change what frames carry, such as compression',
    inResponse: 'the extensions both sides now use',
    why: 'An extension may use the reserved bits. A server may decline by silence, and may not name one that was not offered.',
    source: source('RFC 6455', '9.1'),
  },
  origin: {
    name: 'Origin',
    meaning: 'which page is asking; script cannot change it',
    why: 'Every browser sends it. A server that does not check it accepts any page of any site, with the user’s cookies.',
    source: source('RFC 6455', '4.1(8)'),
  },
} as const satisfies Record<string, HeaderText>;

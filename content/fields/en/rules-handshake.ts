import type { RuleText } from '#content/fields/texts.ts';
import type { HANDSHAKE_RULES } from '#demos/protocol/rules-handshake.ts';

export const handshakeRules = {
  'handshake.http-version': {
    title: 'A 101 needs HTTP/1.1',
    advice: 'Answer with HTTP/1.1: HTTP/1.0 has no 1xx status.',
  },
  'handshake.status': {
    title: 'The status is 101',
    advice: 'Answer 101 to accept; any other status leaves the connection in HTTP.',
  },
  'handshake.upgrade': {
    title: 'Upgrade is websocket',
    advice: 'Send Upgrade: websocket, in any letter case, and no other protocol.',
  },
  'handshake.connection': {
    title: 'Connection contains Upgrade',
    advice: 'Send Connection: Upgrade; behind a proxy, let the proxy set it.',
  },
  'handshake.accept': {
    title: 'The accept value fits the key',
    advice: 'Send base64(SHA-1(key as text + GUID)) for the key of this very request.',
  },
  'handshake.extensions': {
    title: 'No extension that was not offered',
    advice: 'Name only extensions of the request, or leave the field out.',
  },
  'handshake.protocol': {
    title: 'No subprotocol that was not offered',
    advice: 'Choose one of the request’s subprotocols, or leave the field out.',
  },
  'handshake.request-method': { title: 'The method is GET', advice: 'Send GET; over HTTP/2 it would be CONNECT.' },
  'handshake.request-http-version': {
    title: 'The request is HTTP/1.1 or later',
    advice: 'Send HTTP/1.1: a server ignores Upgrade in HTTP/1.0.',
  },
  'handshake.request-target': {
    title: 'The target is a path or http URL',
    advice: 'Send the path and query of the ws URL, without a fragment.',
  },
  'handshake.request-host': {
    title: 'Host is present',
    advice: 'Send one Host field with the server’s name, and its port unless it is the default.',
  },
  'handshake.request-upgrade': { title: 'Upgrade offers websocket', advice: 'Send Upgrade: websocket.' },
  'handshake.request-connection': {
    title: 'Connection contains Upgrade',
    advice: 'Send Connection: Upgrade; a proxy that drops it has to be told to set it.',
  },
  'handshake.request-key': {
    title: 'The key is 16 bytes in base64',
    advice: 'Send 16 random bytes as 24 characters of base64, once.',
  },
  'handshake.request-version': { title: 'The version is 13', advice: 'Send Sec-WebSocket-Version: 13.' },
  'handshake.request-protocols': {
    title: 'Subprotocols are distinct tokens',
    advice: 'Send names without spaces or separators, each once, with commas between.',
  },
  'handshake.request-extensions': {
    title: 'Extensions follow their grammar',
    advice: 'Send name; parameter; parameter=value, with commas between extensions.',
  },
} as const satisfies Record<keyof typeof HANDSHAKE_RULES, RuleText>;

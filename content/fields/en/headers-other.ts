import type { HeaderText } from '#content/fields/texts.ts';
import { source } from '#demos/protocol/source.ts';

/** Fields that a handshake may carry and RFC 6455 does not read, keyed by lower-case name. */
export const otherHeaders = {
  accept: {
    name: 'Accept',
    meaning: 'nothing is negotiated here: a 101 has no body',
    why: 'Some browsers put it in every request. It says which media types are welcome, and a WebSocket has none.',
    source: source('RFC 9110', '12.5.1'),
  },
  'accept-encoding': {
    name: 'Accept-Encoding',
    meaning: 'for bodies; a 101 has none',
    why: 'The browser adds it to every request. Compressing messages is agreed in Sec-WebSocket-Extensions instead.',
    source: source('RFC 9110', '12.5.3'),
  },
  'accept-language': {
    name: 'Accept-Language',
    meaning: 'the user’s languages; no part of the handshake',
    why: 'The browser adds it to every request. An application may use it; RFC 6455 does not.',
    source: source('RFC 9110', '12.5.4'),
  },
  authorization: {
    name: 'Authorization',
    meaning: 'credentials; page script cannot set this here',
    why: 'Programs may send it. The browser’s WebSocket constructor has no way to add a header field.',
    source: source('RFC 9110', '11.6.2'),
  },
  'cache-control': {
    name: 'Cache-Control',
    meaning: 'no stored answer will do',
    why: 'The browser opens a WebSocket with cache mode no-store, and this is how it tells caches on the way.',
    source: source('WHATWG WebSockets', 'websocket-opening-handshake'),
  },
  'content-length': {
    name: 'Content-Length',
    meaning: 'bytes of body to come',
    why: 'A refusal may carry a page or a message. A 101 has no body, so it has no length.',
    source: source('RFC 9110', '8.6'),
  },
  'content-type': {
    name: 'Content-Type',
    meaning: 'what kind of body follows',
    why: 'It stands in refusals. Page script sees neither the body nor its type.',
    source: source('RFC 9110', '8.3'),
  },
  cookie: {
    name: 'Cookie',
    meaning: 'sent whichever site’s page asks; so check Origin',
    why: 'The browser includes credentials in every handshake, subject to the cookies’ own SameSite. Cookies ignore ports, so another local program’s may show up.',
    source: source('RFC 6265', '5.4'),
  },
  date: {
    name: 'Date',
    meaning: 'when the answer was made',
    why: 'Servers with a clock put it in most answers; in a 101 they may.',
    source: source('RFC 9110', '6.6.1'),
  },
  'keep-alive': {
    name: 'Keep-Alive',
    meaning: 'hints for an idle HTTP connection; moot after a 101',
    why: 'It concerns one hop and HTTP only. The silence of a WebSocket is governed by heartbeats and by the proxies on its way.',
    source: source('RFC 9110', '7.6.1'),
  },
  location: {
    name: 'Location',
    meaning: 'where to go instead; a browser does not follow it here',
    why: 'The redirect mode of a browser’s handshake is error: following would let a host hand your socket to another.',
    source: source('WHATWG WebSockets', 'websocket-opening-handshake'),
  },
  pragma: {
    name: 'Pragma',
    meaning: 'no-cache, as caches before HTTP/1.1 spelt it',
    why: 'Deprecated. The browser still sends it beside Cache-Control for caches that know nothing else.',
    source: source('RFC 9111', '5.4'),
  },
  'proxy-authorization': {
    name: 'Proxy-Authorization',
    meaning: 'credentials for a proxy on the way',
    why: 'Meant for the next proxy that asked for it, never for the server.',
    source: source('RFC 9110', '11.7.2'),
  },
  'retry-after': {
    name: 'Retry-After',
    meaning: 'when to try again; page script cannot read it',
    why: 'It comes with a 503. A client has to choose its own delay if it cannot see this one.',
    source: source('RFC 9110', '10.2.3'),
  },
  'sec-fetch-dest': {
    name: 'Sec-Fetch-Dest',
    meaning: 'what the answer is for',
    why: 'It lets a server refuse a request whose use makes no sense. Not all browsers send it with a handshake.',
    source: source('W3C Fetch Metadata', 'sec-fetch-dest-header'),
  },
  'sec-fetch-mode': {
    name: 'Sec-Fetch-Mode',
    meaning: 'websocket: which kind of request the browser made',
    why: 'It lets a server tell a handshake from a navigation. Not all browsers send it with a handshake.',
    source: source('W3C Fetch Metadata', 'sec-fetch-mode-header'),
  },
  'sec-fetch-site': {
    name: 'Sec-Fetch-Site',
    meaning: 'whether page and server are of one site',
    why: 'A summary of Origin against Host, made by the browser. Not all browsers send it with a handshake.',
    source: source('W3C Fetch Metadata', 'sec-fetch-site-header'),
  },
  server: {
    name: 'Server',
    meaning: 'which software answered; nothing depends on it',
    why: 'Useful when you look for the proxy that answered in the server’s stead.',
    source: source('RFC 9110', '10.2.4'),
  },
  'set-cookie': {
    name: 'Set-Cookie',
    meaning: 'a cookie to keep; allowed in a 101 as anywhere',
    why: 'RFC 6455 names these the cookies set during the server’s opening handshake.',
    source: source('RFC 6455', '4.1'),
  },
  'transfer-encoding': {
    name: 'Transfer-Encoding',
    meaning: 'how a body is cut up; a 101 must not have it',
    why: 'A 1xx answer has no body to cut up. It stands in refusals that do.',
    source: source('RFC 9112', '6.1'),
  },
  'user-agent': {
    name: 'User-Agent',
    meaning: 'which software asks; nothing depends on it',
    why: 'The browser adds it to every request. Most of its words are there for compatibility.',
    source: source('RFC 9110', '10.1.5'),
  },
  via: {
    name: 'Via',
    meaning: 'a proxy passed this on',
    why: 'A proxy must add itself to what it forwards: these bytes were read and written again on the way.',
    source: source('RFC 9110', '7.6.3'),
  },
  'www-authenticate': {
    name: 'WWW-Authenticate',
    meaning: 'how to log in; comes with a 401',
    why: 'A client may log in and try again. If that fails, page script hears only error and close 1006.',
    source: source('RFC 9110', '11.6.1'),
  },
} as const satisfies Record<string, HeaderText>;

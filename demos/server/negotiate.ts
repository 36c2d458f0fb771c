import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type PerMessageDeflateOptions, WebSocketServer } from 'ws';
import { readChoice } from '#demos/capture/negotiate-query.ts';
import type { DeflateAnswer, SelectSubprotocol } from '#demos/protocol/server-choice.ts';
import type { EchoServer, SocketOwner } from './echo.ts';
import { refuseUpgrade, TOO_MANY_CLIENTS } from './http-answers.ts';
import type { Limits } from './limits.ts';
import type { Page } from './page.ts';

/** An echo on the real `ws`, whose subprotocol and compression the request's query chooses. */
export interface NegotiateServer {
  /** `page`: whose it is, also where it brings no number and so has no owner. */
  upgrade(
    request: IncomingMessage,
    url: URL,
    socket: Duplex,
    head: Buffer,
    page: Page | null,
    owner: SocketOwner | null,
  ): void;
}

/** Every message is compressed, as in ws where context takeover is agreed: also a short one. */
const THRESHOLD = 0;
/** Calls of zlib at once, for all WebSockets of the process: it runs in the four threads that read files, too. */
const ZLIB_AT_ONCE = 2;

export function createNegotiateServer(
  echo: Pick<EchoServer, 'serve'>,
  limits: Pick<Limits, 'messageBytes' | 'compressedPerPage' | 'compressedInTotal' | 'compressedMessageBytes'>,
): NegotiateServer {
  const compressed = createPlaces(limits);
  return {
    upgrade(request, url, socket, head, page, owner) {
      const read = readChoice(url.searchParams);
      if (read.kind === 'refused') {
        const { found, expected } = read;
        return refuseUpgrade(socket, { status: 400, text: `400 Bad Request: found ${found}; expected ${expected}` });
      }
      const { select, deflate } = read.choice;
      if (deflate && !compressed.take(socket, page)) return refuseUpgrade(socket, TOO_MANY_CLIENTS);
      // One for each connection: it holds nothing but its options, and ws reads them from it alone.
      const server = new WebSocketServer({
        noServer: true,
        clientTracking: false,
        maxPayload: deflate ? limits.compressedMessageBytes : limits.messageBytes,
        perMessageDeflate: deflate ? deflateOptions(deflate) : false,
        ...handlerOf(select),
      });
      server.handleUpgrade(request, socket, head, (peer) => echo.serve(peer, socket, owner));
    },
  };
}

/** Asked only where the client offers a subprotocol. By itself ws takes the first. */
function handlerOf(select: SelectSubprotocol): { handleProtocols?: () => string | false } {
  if (select === 'first') return {};
  return { handleProtocols: () => (select === 'none' ? false : select.name) };
}

function deflateOptions({
  serverNoContextTakeover,
  clientNoContextTakeover,
  serverMaxWindowBits,
  clientMaxWindowBits,
}: DeflateAnswer): PerMessageDeflateOptions {
  return {
    threshold: THRESHOLD,
    concurrencyLimit: ZLIB_AT_ONCE,
    // `false` would refuse a client that asks for it: it is named only where it is wanted.
    ...(serverNoContextTakeover && { serverNoContextTakeover }),
    ...(clientNoContextTakeover && { clientNoContextTakeover }),
    ...(serverMaxWindowBits !== null && { serverMaxWindowBits }),
    ...(clientMaxWindowBits !== null && { clientMaxWindowBits }),
  };
}

/** Who compresses holds zlib's memory for as long as the connection is open, and has a place for it. */
function createPlaces(limits: Pick<Limits, 'compressedPerPage' | 'compressedInTotal'>) {
  const ofPage = new WeakMap<Page, number>();
  let total = 0;
  const count = (page: Page | null, by: 1 | -1): void => {
    total += by;
    if (page) ofPage.set(page, (ofPage.get(page) ?? 0) + by);
  };
  return {
    take(socket: Duplex, page: Page | null): boolean {
      if (total >= limits.compressedInTotal) return false;
      if (page && (ofPage.get(page) ?? 0) >= limits.compressedPerPage) return false;
      count(page, 1);
      socket.once('close', () => count(page, -1));
      return true;
    },
  };
}

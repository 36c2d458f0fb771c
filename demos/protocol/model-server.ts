import { acceptKey } from './accept-key.ts';
import { checkRequest } from './handshake-server-checks.ts';
import { fieldValues } from './http-fields.ts';
import type { RequestHead } from './http-head.ts';
import { serializeResponseHead } from './http-serialize.ts';
import { offeredProtocols, selectSubprotocol } from './subprotocols.ts';

export interface ServerOptions {
  /** The subprotocols this server speaks. None unless told. */
  readonly protocols?: readonly string[];
}

/**
 * The response head of a minimal server (RFC 6455 §4.2.2): the 101 that ws sends, field for field, with no extension;
 * 426 naming version 13 when that alone was asked for wrongly; 400 for everything else.
 */
export function answerRequest(request: RequestHead, { protocols = [] }: ServerOptions = {}): Uint8Array<ArrayBuffer> {
  const failed = checkRequest(request).filter(({ outcome }) => outcome === 'failed');
  const onlyVersion = failed.every(({ rule }) => rule === 'handshake.request-version');
  const version = fieldValues(request, 'Sec-WebSocket-Version');
  if (failed.length > 0) return onlyVersion && version.length > 0 ? upgradeRequired() : badRequest();

  const [key = ''] = fieldValues(request, 'Sec-WebSocket-Key');
  const offered = offeredProtocols(request);
  const protocol = offered.kind === 'protocols' ? selectSubprotocol(offered.protocols, protocols) : null;
  return serializeResponseHead({
    status: 101,
    reason: 'Switching Protocols',
    fields: [
      ['Upgrade', 'websocket'],
      ['Connection', 'Upgrade'],
      ['Sec-WebSocket-Accept', acceptKey(key).accept],
      ...(protocol === null ? [] : [['Sec-WebSocket-Protocol', protocol] as const]),
    ],
  });
}

/** RFC 6455 §4.4. A 426 must name the protocol to upgrade to (RFC 9110 §15.5.22), in a field that `Connection` lists (§7.8). */
const upgradeRequired = (): Uint8Array<ArrayBuffer> =>
  serializeResponseHead({
    status: 426,
    reason: 'Upgrade Required',
    fields: [
      ['Upgrade', 'websocket'],
      ['Connection', 'Upgrade'],
      ['Sec-WebSocket-Version', '13'],
      ['Content-Length', '0'],
    ],
  });

/** For a request that is no handshake, or no HTTP at all. */
export const badRequest = (): Uint8Array<ArrayBuffer> =>
  serializeResponseHead({
    status: 400,
    reason: 'Bad Request',
    fields: [
      ['Connection', 'close'],
      ['Content-Length', '0'],
    ],
  });

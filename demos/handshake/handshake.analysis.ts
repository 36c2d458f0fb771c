import { ACCEPT_GUID, acceptKey } from '#demos/protocol/accept-key.ts';
import type { HandshakeCheck } from '#demos/protocol/handshake-check.ts';
import { checkResponse } from '#demos/protocol/handshake-client-checks.ts';
import { checkRequest } from '#demos/protocol/handshake-server-checks.ts';
import { fieldValues } from '#demos/protocol/http-fields.ts';
import type { Violation } from '#demos/protocol/violation.ts';
import type { Exchange } from './handshake.exchange.ts';
import { type RealVerdict, realVerdict } from './handshake.real.ts';

/** Every intermediate value of RFC 6455 §4.2.2 step 5.4, and what came back. */
export interface AcceptSum {
  readonly key: string;
  readonly guid: string;
  readonly digest: Uint8Array;
  readonly expected: string;
  /** Every value that came, with commas between; `null` where none did. */
  readonly received: string | null;
  /** Exactly one came, and it is the expected one. */
  readonly agrees: boolean;
}

/** What the RFC says of these bytes. `pending`: too little has passed to say. */
export type RfcVerdict =
  | { readonly outcome: 'pending' }
  | { readonly outcome: 'open' }
  | { readonly outcome: 'refused'; readonly by: 'server' | 'client'; readonly because: HandshakeCheck | Violation };

/** What programs were measured to do with such bytes; `null` where the bytes never reach that program's checks. */
export interface Measured {
  readonly end: 'server' | 'client';
  readonly chromium: 'accepts' | 'refuses' | null;
  readonly ws: 'accepts' | 'refuses' | null;
}

export interface Analysis {
  readonly exchange: Exchange;
  readonly serverChecks: readonly HandshakeCheck[];
  readonly clientChecks: readonly HandshakeCheck[];
  readonly accept: AcceptSum | null;
  readonly rfc: RfcVerdict;
  readonly real: RealVerdict;
  readonly measured: Measured | null;
  /** Both verdicts are in and they disagree. */
  readonly differ: boolean;
}

const failed = (checks: readonly HandshakeCheck[]): HandshakeCheck | undefined =>
  checks.find((check) => check.outcome === 'failed');

function acceptSum({ request, response }: Exchange): AcceptSum | null {
  const [key] = request?.head ? fieldValues(request.head, 'Sec-WebSocket-Key') : [];
  if (key === undefined) return null;
  const { digest, accept } = acceptKey(key);
  const received = response?.head ? fieldValues(response.head, 'Sec-WebSocket-Accept') : [];
  return {
    key,
    guid: ACCEPT_GUID,
    digest,
    expected: accept,
    received: received.length > 0 ? received.join(', ') : null,
    agrees: received.length === 1 && received[0] === accept,
  };
}

function rfcVerdict(
  { request, response }: Exchange,
  serverChecks: readonly HandshakeCheck[],
  clientChecks: readonly HandshakeCheck[],
): RfcVerdict {
  const unreadableRequest = request && !request.head ? request.violations[0] : undefined;
  const byServer = unreadableRequest ?? failed(serverChecks);
  if (byServer) return { outcome: 'refused', by: 'server', because: byServer };
  const unreadableResponse = response && !response.head ? response.violations[0] : undefined;
  const byClient = unreadableResponse ?? failed(clientChecks);
  if (byClient) return { outcome: 'refused', by: 'client', because: byClient };
  return response?.head ? { outcome: 'open' } : { outcome: 'pending' };
}

function disagree(rfc: RfcVerdict, real: RealVerdict): boolean {
  if (rfc.outcome === 'pending' || real.by === 'nobody') return false;
  if (real.by === 'browser') return (rfc.outcome === 'open') !== real.opened;
  return (rfc.outcome === 'refused' && rfc.by === 'server') === real.accepted;
}

const outcome = (checks: readonly HandshakeCheck[]): 'accepts' | 'refuses' => (failed(checks) ? 'refuses' : 'accepts');

/** The end whose checks decide: the server's while it refuses by the RFC or has not answered, the client's after. */
function measuredBy({ request, response }: Exchange, rfc: RfcVerdict): Measured | null {
  if (!request?.head) return null;
  if (rfc.outcome === 'refused' && rfc.by === 'server')
    return { end: 'server', chromium: null, ws: outcome(checkRequest(request.head, 'ws')) };
  if (!response?.head) return null;
  return {
    end: 'client',
    chromium: outcome(checkResponse(request.head, response.head, 'chromium')),
    ws: outcome(checkResponse(request.head, response.head, 'ws')),
  };
}

/** Both ends' checks, the accept value's sum, and the two verdicts. Pure. */
export function analyse(exchange: Exchange): Analysis {
  const request = exchange.request?.head;
  const response = exchange.response?.head;
  const serverChecks = request ? checkRequest(request) : [];
  const clientChecks = request && response ? checkResponse(request, response) : [];
  const rfc = rfcVerdict(exchange, serverChecks, clientChecks);
  const real = realVerdict(exchange);
  return {
    exchange,
    serverChecks,
    clientChecks,
    accept: acceptSum(exchange),
    rfc,
    real,
    measured: measuredBy(exchange, rfc),
    differ: disagree(rfc, real),
  };
}

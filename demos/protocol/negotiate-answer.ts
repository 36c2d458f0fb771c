import { type DeflateOffer, PERMESSAGE_DEFLATE, readDeflateOffer } from './deflate-negotiation.ts';
import { type Extension, type ExtensionParameter, formatExtension, parseExtensions } from './extensions.ts';
import type { DeflateAnswer, SelectSubprotocol, ServerChoice } from './server-choice.ts';

/** What a client offers besides the handshake itself. */
export interface Offer {
  readonly protocols: readonly string[];
  /** A value of `Sec-WebSocket-Extensions`; empty: it offers none. */
  readonly extensions: string;
}

/** Fields of the 101 that answer an offer, as ws 8.23.0 writes them. An offer that it cannot grant is declined. */
export function negotiationFields(
  { protocols, extensions }: Offer,
  { select, deflate }: ServerChoice,
): readonly (readonly [name: string, value: string])[] {
  const protocol = protocols.length > 0 ? selected(protocols, select) : null;
  const extension = deflate ? grant(extensions, deflate) : null;
  return [
    ...(protocol ? [['Sec-WebSocket-Protocol', protocol] as const] : []),
    ...(extension ? [['Sec-WebSocket-Extensions', extension] as const] : []),
  ];
}

function selected([first]: readonly string[], select: SelectSubprotocol): string | null {
  if (select === 'first') return first ?? null;
  return select === 'none' ? null : select.name;
}

function grant(offered: string, answer: DeflateAnswer): string | null {
  const parsed = parseExtensions(offered);
  if (parsed.kind === 'invalid') return null;
  for (const extension of parsed.extensions) {
    const read = extension.name === PERMESSAGE_DEFLATE ? readDeflateOffer(extension) : null;
    if (read?.kind === 'offer' && canGrant(read.offer, answer)) return response(extension, answer);
  }
  return null;
}

/** A window may be smaller than asked for, and is told to a client only where it takes one (RFC 7692 §7.1.2). */
function canGrant({ serverMaxWindowBits, clientMaxWindowBits }: DeflateOffer, answer: DeflateAnswer): boolean {
  const server = answer.serverMaxWindowBits ?? 0;
  const client = answer.clientMaxWindowBits ?? 0;
  if (serverMaxWindowBits !== null && server > serverMaxWindowBits) return false;
  if (client === 0 || clientMaxWindowBits === 'any') return true;
  return clientMaxWindowBits !== null && client <= clientMaxWindowBits;
}

/** What was asked for comes first, in its order, then what the server adds. */
function response({ parameters }: Extension, answer: DeflateAnswer): string {
  const values = new Map(parameters.map(({ name, value }) => [name, value]));
  if (answer.serverNoContextTakeover) values.set('server_no_context_takeover', null);
  if (answer.clientNoContextTakeover) values.set('client_no_context_takeover', null);
  if (answer.serverMaxWindowBits !== null) values.set('server_max_window_bits', String(answer.serverMaxWindowBits));
  if (answer.clientMaxWindowBits !== null) values.set('client_max_window_bits', String(answer.clientMaxWindowBits));
  else if (values.get('client_max_window_bits') === null) values.delete('client_max_window_bits');
  const named = [...values].map(([name, value]): ExtensionParameter => ({ name, value, start: 0, end: 0 }));
  return formatExtension({ name: PERMESSAGE_DEFLATE, parameters: named });
}

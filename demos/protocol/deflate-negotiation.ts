import { type Extension, type ExtensionParameter, formatExtension } from './extensions.ts';
import type { Policy } from './frame.ts';

export const PERMESSAGE_DEFLATE = 'permessage-deflate';

/** RFC 7692 §7.1. What a response settles; a window is 2^bits bytes. */
export interface DeflateParameters {
  readonly serverNoContextTakeover: boolean;
  readonly clientNoContextTakeover: boolean;
  /** 8–15. 15 when not mentioned. */
  readonly serverMaxWindowBits: number;
  readonly clientMaxWindowBits: number;
}

/** What a client asks of the server. */
export interface DeflateOffer {
  readonly serverNoContextTakeover: boolean;
  readonly clientNoContextTakeover: boolean;
  readonly serverMaxWindowBits: number | null;
  /** `'any'`: offered without a value. `null`: the client cannot take a limit from the server. */
  readonly clientMaxWindowBits: number | 'any' | null;
}

export interface InvalidDeflate {
  readonly kind: 'invalid';
  readonly parameter: ExtensionParameter | null;
  readonly found: string;
  readonly expected: string;
}

export type DeflateOfferResult = { readonly kind: 'offer'; readonly offer: DeflateOffer } | InvalidDeflate;
export type DeflateResponseResult =
  | { readonly kind: 'agreed'; readonly parameters: DeflateParameters }
  | InvalidDeflate;

const FLAGS: readonly string[] = ['server_no_context_takeover', 'client_no_context_takeover'];
const WINDOWS: readonly string[] = ['server_max_window_bits', 'client_max_window_bits'];

/** RFC 7692 §7.1.2.1: a decimal integer 8–15 without leading zeros. ws reads a JavaScript number. */
function isWindowBits(value: string | null, policy: Policy): boolean {
  if (value === null) return false;
  return policy === 'ws' ? WINDOW_BITS.includes(Number(value)) : WINDOW_BITS.some((bits) => value === String(bits));
}

const WINDOW_BITS: readonly number[] = [8, 9, 10, 11, 12, 13, 14, 15];

const show = (p: ExtensionParameter): string => (p.value === null ? p.name : `${p.name}=${p.value}`);

function invalid(parameter: ExtensionParameter, expected: string): InvalidDeflate {
  return { kind: 'invalid', parameter, found: show(parameter), expected };
}

/** The three conditions of RFC 7692 §7 that need no other head: a known name, once, with a legal value. */
function firstFault({ parameters }: Extension, inOffer: boolean, policy: Policy): InvalidDeflate | null {
  for (const [i, parameter] of parameters.entries()) {
    const { name, value } = parameter;
    if (!FLAGS.includes(name) && !WINDOWS.includes(name)) {
      return invalid(parameter, [...FLAGS, ...WINDOWS].join(', '));
    }
    if (parameters.findIndex((other) => other.name === name) < i) return invalid(parameter, `${name} once`);
    if (FLAGS.includes(name) && value !== null) return invalid(parameter, `${name} without a value`);
    const mayLackValue = inOffer && name === 'client_max_window_bits';
    if (WINDOWS.includes(name) && !isWindowBits(value, policy) && !(mayLackValue && value === null)) {
      return invalid(parameter, `${name}=8 to 15`);
    }
  }
  return null;
}

function bits(extension: Extension, name: string): number | 'any' | null {
  const parameter = extension.parameters.find((p) => p.name === name);
  if (!parameter) return null;
  return parameter.value === null ? 'any' : Number(parameter.value);
}

const has = ({ parameters }: Extension, name: string): boolean => parameters.some((p) => p.name === name);

/** A server must decline an offer that is invalid (RFC 7692 §7); declining is not failing. */
export function readDeflateOffer(extension: Extension): DeflateOfferResult {
  const fault = firstFault(extension, true, 'rfc');
  if (fault) return fault;
  const server = bits(extension, 'server_max_window_bits');
  return {
    kind: 'offer',
    offer: {
      serverNoContextTakeover: has(extension, 'server_no_context_takeover'),
      clientNoContextTakeover: has(extension, 'client_no_context_takeover'),
      serverMaxWindowBits: server === 'any' ? null : server,
      clientMaxWindowBits: bits(extension, 'client_max_window_bits'),
    },
  };
}

/**
 * A client must fail the connection when the response is invalid or answers none of its offers (RFC 7692 §5, §7):
 * `server_no_context_takeover` and `server_max_window_bits` must come back if asked for, the latter no larger
 * (§7.1.1.1, §7.1.2.1); `client_max_window_bits` only if offered, no larger than its value (§7.1.2.2).
 * `client_no_context_takeover` may come back or not (§7.1.1.2).
 */
export function readDeflateResponse(
  extension: Extension,
  offers: readonly DeflateOffer[],
  policy: Policy = 'rfc',
): DeflateResponseResult {
  const fault = firstFault(extension, false, policy);
  if (fault) return fault;
  const parameters: DeflateParameters = {
    serverNoContextTakeover: has(extension, 'server_no_context_takeover'),
    clientNoContextTakeover: has(extension, 'client_no_context_takeover'),
    serverMaxWindowBits: numberOr15(bits(extension, 'server_max_window_bits')),
    clientMaxWindowBits: numberOr15(bits(extension, 'client_max_window_bits')),
  };
  let why: InvalidDeflate | null = null;
  for (const offer of offers) {
    const mismatch = mismatchWith(extension, parameters, offer);
    if (!mismatch) return { kind: 'agreed', parameters };
    why ??= mismatch;
  }
  return (
    why ?? { kind: 'invalid', parameter: null, found: extension.name, expected: 'no answer to what was not offered' }
  );
}

const numberOr15 = (value: number | 'any' | null): number => (typeof value === 'number' ? value : 15);

function mismatchWith(extension: Extension, agreed: DeflateParameters, offer: DeflateOffer): InvalidDeflate | null {
  const window = (name: string) => extension.parameters.find((p) => p.name === name) ?? null;
  const mismatch = (parameter: ExtensionParameter | null, expected: string): InvalidDeflate => ({
    kind: 'invalid',
    parameter,
    found: parameter ? show(parameter) : 'nothing',
    expected,
  });

  if (offer.serverNoContextTakeover && !agreed.serverNoContextTakeover) {
    return mismatch(null, 'server_no_context_takeover, as asked');
  }
  const server = window('server_max_window_bits');
  const { serverMaxWindowBits: asked, clientMaxWindowBits: offered } = offer;
  if (asked !== null && (!server || agreed.serverMaxWindowBits > asked)) {
    return mismatch(server, `server_max_window_bits=${asked} or less`);
  }
  const client = window('client_max_window_bits');
  if (client && offered === null) return mismatch(client, 'client_max_window_bits only if it was offered');
  if (client && typeof offered === 'number' && agreed.clientMaxWindowBits > offered) {
    return mismatch(client, `client_max_window_bits=${offered} or less`);
  }
  return null;
}

/** The first valid offer with what it asks for granted and nothing added; `null`: decline, and send no such extension. */
export function acceptDeflate(
  offers: readonly Extension[],
): { readonly parameters: DeflateParameters; readonly response: string } | null {
  for (const extension of offers) {
    const read = extension.name === PERMESSAGE_DEFLATE ? readDeflateOffer(extension) : null;
    if (read?.kind !== 'offer') continue;
    const granted = extension.parameters.filter((p) => p.name !== 'client_max_window_bits' || p.value !== null);
    return {
      parameters: {
        serverNoContextTakeover: read.offer.serverNoContextTakeover,
        clientNoContextTakeover: read.offer.clientNoContextTakeover,
        serverMaxWindowBits: numberOr15(read.offer.serverMaxWindowBits),
        clientMaxWindowBits: numberOr15(read.offer.clientMaxWindowBits),
      },
      response: formatExtension({ name: PERMESSAGE_DEFLATE, parameters: granted }),
    };
  }
  return null;
}

import type { DeflateParameters } from './deflate-negotiation.ts';

/** Fields of a permessage-deflate response. A window is named only where its bits are given (RFC 7692 §7.1.2). */
export interface DeflateAnswer extends Pick<DeflateParameters, 'serverNoContextTakeover' | 'clientNoContextTakeover'> {
  readonly serverMaxWindowBits: number | null;
  readonly clientMaxWindowBits: number | null;
}

/** The first subprotocol offered; none of them; or this one, offered or not. It is never asked where none is offered. */
export type SelectSubprotocol = 'first' | 'none' | { readonly name: string };

/** What a server is told to answer to what a client offers. */
export interface ServerChoice {
  readonly select: SelectSubprotocol;
  /** `null`: it declines permessage-deflate. */
  readonly deflate: DeflateAnswer | null;
}

export const PLAIN_DEFLATE: DeflateAnswer = {
  serverNoContextTakeover: false,
  clientNoContextTakeover: false,
  serverMaxWindowBits: null,
  clientMaxWindowBits: null,
};

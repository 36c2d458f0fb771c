import type { HandshakeCheck } from '#demos/protocol/handshake-check.ts';

/** As ws 8.23.0 reports them; a test runs each. */
export const WS_SAYS = {
  unasked: 'Server sent a subprotocol but none was requested',
  other: 'Server sent an invalid subprotocol',
  none: 'Server sent no subprotocol',
  extension: 'Server indicated an extension that was not requested',
  header: 'Invalid Sec-WebSocket-Extensions header',
  status: 'Unexpected server response: {status}',
} as const;

/** Subprotocols come before extensions in ws, and behind them in the RFC (§4.1). */
const ORDER = ['handshake.status', 'handshake.protocol', 'handshake.extensions'] as const;

export interface WsRefusal {
  readonly check: HandshakeCheck;
  /** The message of the error; `null`: one that is not about what was negotiated. */
  readonly says: string | null;
}

/**
 * What stops ws, of the checks made with its policy; `null` when nothing does.
 * `offered`: how many subprotocols were; `names`: the extensions that the answer names, `null` where it cannot be read.
 */
export function wsRefusal(
  checks: readonly HandshakeCheck[],
  offered: number,
  names: readonly string[] | null,
): WsRefusal | null {
  const failed = checks.filter(({ outcome }) => outcome === 'failed');
  const check = ORDER.map((rule) => failed.find((each) => each.rule === rule)).find(Boolean) ?? failed[0];
  if (!check) return null;
  switch (check.rule) {
    case 'handshake.status':
      return { check, says: WS_SAYS.status.replace('{status}', check.found) };
    case 'handshake.protocol':
      if (offered === 0) return { check, says: WS_SAYS.unasked };
      return { check, says: check.span ? WS_SAYS.other : WS_SAYS.none };
    case 'handshake.extensions': {
      const only = names?.every((name) => name === 'permessage-deflate') ?? true;
      return { check, says: only ? WS_SAYS.header : WS_SAYS.extension };
    }
    default:
      return { check, says: null };
  }
}

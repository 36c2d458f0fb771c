import type { ServerAct } from './capture.ts';
import type { Problem } from './problem.ts';

/** Paths the companion answers on. Sockets live under `/ws/` and `/socket.io/` and nowhere else. */
export const PATHS = {
  sideChannel: '/ws/tap',
  echo: '/ws/echo',
  /** An echo whose answer to the handshake the query chooses (`negotiate-query.ts`). */
  negotiate: '/ws/negotiate',
  socketio: '/socket.io/',
  /** The same events by four ways; every path that begins so is the race's. */
  race: '/race/',
  racePoll: '/race/poll',
  raceWait: '/race/wait',
  raceEvents: '/race/events',
  raceSocket: '/ws/race',
  health: '/healthz',
} as const;

/** The query parameter that says which page a connection belongs to. */
export const TAP_PARAM = 'tap';
/** The query parameter that carries a one-use ticket for the responder. */
export const TICKET_PARAM = 'ticket';

/**
 * The query parameter that numbers the page's sockets, `s=0`: the page knows by it which tapped connection is which
 * socket's. It is as visible on the wire as any other part of the request target.
 */
export const SOCKET_PARAM = 's';

/** The query parameter by which a page asks for the server's own view of the connection, `peer=1`. */
export const PEER_PARAM = 'peer';

/** Most frames that a message asked for by `act` may be sent in, and most bytes of it. */
export const ACT_PARTS_LIMIT = 16;
export const ACT_BYTES_LIMIT = 16 * 1024;

/** Most events of a race, and its greatest length in milliseconds. */
export const RACE_EVENTS_LIMIT = 300;
export const RACE_MS_LIMIT = 30_000;

/** Largest head or frame a page may have sent for it, in bytes. */
export const RAW_LIMIT = 64 * 1024;

/** Companion → page, as JSON text on the side channel. Binary messages are batches of records (`record.ts`). */
export type CompanionMessage =
  | {
      readonly kind: 'ready';
      /** 128 bits, base64url, minted by the server; put it in the query of every socket the page opens. */
      readonly tap: string;
      readonly allows: { readonly raw: boolean; readonly respond: boolean };
      readonly madeWith: Readonly<Record<string, string>>;
    }
  /** A raw connection was dialled: its events carry this connection id, and none of them is sent before this. */
  | { readonly kind: 'raw-opened'; readonly request: number; readonly connection: string }
  /** Open a WebSocket to `127.0.0.1` (or the page's own host) on this port with this ticket: it will be answered with the bytes given. */
  | { readonly kind: 'ticket'; readonly request: number; readonly port: number; readonly ticket: string }
  /** The socket's other end has done what was asked. */
  | { readonly kind: 'acted'; readonly request: number }
  | ({ readonly kind: 'refused'; readonly request: number } & Problem);

/** Page → companion, as JSON text. `bytes` is base64. */
export type PageMessage =
  | { readonly kind: 'raw'; readonly request: number; readonly bytes: string }
  | {
      readonly kind: 'respond';
      readonly request: number;
      readonly bytes: string;
      /** Byte offset at which the accept value computed from the real key is inserted; `null`: send the bytes as they are. */
      readonly acceptAt: number | null;
    }
  /** Asks something of the other end of the page's own echo socket that has this number (`s=`). */
  | { readonly kind: 'act'; readonly request: number; readonly socket: number; readonly act: ServerAct }
  /** Begins the page's race: an event at each of `times`, in milliseconds from now, and its end after `forMs`. */
  | { readonly kind: 'race'; readonly request: number; readonly times: readonly number[]; readonly forMs: number };

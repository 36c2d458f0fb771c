import { RAW_LIMIT } from '#demos/capture/side-channel.ts';

/** A token bucket: `burst` at once, then `perSecond`. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Every bound of the companion. Beyond one of them the answer is 503 before the upgrade and close code 1013 after it. */
export interface Limits {
  /** Open TCP connections, and how fast new ones may come. */
  readonly connectionsPerAddress: number;
  readonly connectionsInTotal: number;
  readonly connectionRate: Rate;
  /** HTTP requests of one address, upgrades included. */
  readonly requestRate: Rate;
  /** Bytes of a request head; milliseconds until it must be complete; milliseconds until the whole request must be. */
  readonly headBytes: number;
  readonly headMs: number;
  readonly requestMs: number;
  /** Files that may wait in memory for one connection: browsers ask for one after the other, and read each. */
  readonly filesWaiting: number;

  /** Milliseconds of silence on a side channel after which TCP asks whether its page is still there. */
  readonly keepAliveMs: number;
  /** Pages that hold a side channel. */
  readonly pages: number;
  readonly connectionsPerPage: number;
  /** Commands on one side channel, and the largest of them in bytes (base64 makes four bytes of three). */
  readonly commandRate: Rate;
  readonly commandBytes: number;

  /** Largest WebSocket message and Socket.IO packet, in bytes. */
  readonly messageBytes: number;
  /** Messages on one echo connection or Socket.IO socket. */
  readonly messageRate: Rate;
  /** Echoes waiting for a peer that does not read; above this we stop reading from it. */
  readonly unsentBytes: number;
  /** Milliseconds without a message after which an echo connection is closed. */
  readonly idleMs: number;
  /** Milliseconds for which a connection may be left unanswered because its page asked for that, and how many of one page. */
  readonly vanishMs: number;
  readonly vanishedAtOnce: number;
  /** Connections that may compress, of one page and in all, and their largest message in bytes. */
  readonly compressedPerPage: number;
  readonly compressedInTotal: number;
  readonly compressedMessageBytes: number;
  /** Milliseconds for which a long poll may be held, and for which a race's stream or socket may be open. */
  readonly raceHoldMs: number;
  readonly raceLifeMs: number;
  /** Long polls and event streams of one page that are held open at once. */
  readonly raceHeld: number;
  /** Events waiting for a stream or a socket whose client does not read, in bytes; above this it is cut. */
  readonly raceUnsentBytes: number;
  readonly socketioClients: number;
  /** Milliseconds until a Socket.IO client must have asked for a namespace: a reader may be typing it by hand. */
  readonly joinMs: number;
  /** Arguments of one Socket.IO event, and how deep they may be nested. */
  readonly eventValues: number;
  readonly eventDepth: number;

  /** Bytes kept of one read or write. The true length is always recorded. */
  readonly snapBytes: number;
  /** Bytes kept of a connection before its owner is known. */
  readonly heldBytesPerConnection: number;
  /** Bytes waiting for one page. */
  readonly queuedBytesPerPage: number;
  /** All captured bytes in memory. */
  readonly capturedBytes: number;

  readonly rawBytes: number;
  readonly rawAtOnce: number;
  /** Milliseconds of silence after which a raw connection is ended, and its longest life. */
  readonly rawIdleMs: number;
  readonly rawLifeMs: number;

  /** Tickets and answered connections of one page, together. */
  readonly respondAtOnce: number;
  readonly ticketMs: number;
  /** Bytes kept of what a client sends after its answer. */
  readonly respondBytes: number;
  readonly respondIdleMs: number;
  /** The same, after an answer that is no 101 and after which a client should go. */
  readonly refusedIdleMs: number;

  /** Milliseconds that peers get for their closing handshake when the companion stops: once the demo sockets, then the side channels. */
  readonly graceMs: number;
}

const KiB = 1024;
const MiB = 1024 * KiB;

export const LIMITS: Limits = {
  connectionsPerAddress: 512,
  connectionsInTotal: 1024,
  connectionRate: { perSecond: 200, burst: 600 },
  requestRate: { perSecond: 500, burst: 3000 },
  headBytes: 16 * KiB,
  headMs: 10_000,
  requestMs: 30_000,
  filesWaiting: 8,
  keepAliveMs: 60_000,
  pages: 64,
  connectionsPerPage: 64,
  commandRate: { perSecond: 10, burst: 40 },
  commandBytes: Math.ceil(RAW_LIMIT / 3) * 4 + 4 * KiB,
  messageBytes: MiB,
  messageRate: { perSecond: 1000, burst: 5000 },
  unsentBytes: 4 * MiB,
  idleMs: 30 * 60_000,
  vanishMs: 5 * 60_000,
  vanishedAtOnce: 4,
  // After one echo of 300 bytes each held 215 KiB, and 13 without compression (200 of them): 64 hold 14 MiB.
  compressedPerPage: 8,
  compressedInTotal: 64,
  compressedMessageBytes: 64 * KiB,
  raceHoldMs: 25_000,
  raceLifeMs: 60_000,
  raceHeld: 8,
  raceUnsentBytes: 64 * KiB,
  socketioClients: 256,
  joinMs: 45_000,
  eventValues: 128,
  eventDepth: 128,
  // 16 KiB, 64 KiB, 4 MiB and 32 MiB held peak memory at 168 MB under a flood of 1.4 GB at a page that did not read.
  snapBytes: 16 * KiB,
  heldBytesPerConnection: 64 * KiB,
  queuedBytesPerPage: 4 * MiB,
  capturedBytes: 32 * MiB,
  rawBytes: RAW_LIMIT,
  rawAtOnce: 4,
  rawIdleMs: 2000,
  rawLifeMs: 10_000,
  respondAtOnce: 4,
  ticketMs: 15_000,
  respondBytes: 64 * KiB,
  respondIdleMs: 15_000,
  refusedIdleMs: 2000,
  graceMs: 700,
};

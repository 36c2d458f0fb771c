import { fromHex } from '#demos/protocol/bytes.ts';
import type { Role } from '#demos/protocol/violation.ts';
import type { After } from './frames.after.ts';
import type { FrameRow } from './frames.log.ts';

/** What lies on the bench: any bytes, read as the first frame they begin with. */
export interface Bench {
  readonly bytes: Uint8Array;
  readonly from: Role;
  readonly after: After;
  /** permessage-deflate was agreed on in the handshake: RSV1 has a meaning. */
  readonly deflate: boolean;
}

/** The most bytes a bench holds: 70,000 of payload, and the longest header. */
export const BENCH_LIMIT = 70_014;

export const benchOf = (bytes: Uint8Array, from: Role, after: After = 'nothing'): Bench => ({
  bytes,
  from,
  after,
  deflate: false,
});

/** The most bytes of a frame that can be sent raw: the side channel's limit, less the heads before it. */
export const RAW_FRAME_LIMIT = 64 * 1024 - 512;

/** A log's frame, as it passed; `bytes` where the line does not keep all of them. */
export const benchOfRow = (row: FrameRow, bytes = fromHex(row.hex) as Uint8Array): Bench =>
  benchOf(bytes, row.direction === 'client-to-server' ? 'client' : 'server', row.after);

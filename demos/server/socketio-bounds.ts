import type { Socket } from 'socket.io';
import { type ServerOptions, WebSocketServer } from 'ws';
import type { Limits } from './limits.ts';

/**
 * Whether an event's arguments are few and shallow. Socket.IO hands them on as an argument list and looks into them
 * by recursion, outside every `try`: one megabyte of `[[[…` or of `1,1,1,…` would overflow the stack and end the process.
 */
export function isBounded(
  event: readonly unknown[],
  { eventValues, eventDepth }: Pick<Limits, 'eventValues' | 'eventDepth'>,
): boolean {
  if (event.length > eventValues) return false;
  let level = event;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > eventDepth) return false;
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) ? Object.values(value) : [],
    );
  }
  return true;
}

/**
 * Ends a connection when too many bytes wait until its client takes what was sent before. Looked at where they are
 * queued: one event may name one attachment thousands of times, and what waits may be another client's `shout`.
 */
export function boundUnsent(connection: Socket['conn'], { unsentBytes }: Pick<Limits, 'unsentBytes'>): void {
  let unsent = 0;
  connection.on('packetCreate', ({ data }: { data?: string | Buffer }) => {
    unsent += data?.length ?? 0;
    if (unsent <= unsentBytes) return;
    // From the first on nothing more is queued or heard; the second does not wait for the client.
    connection.close();
    connection.close(true);
  });
  connection.on('flush', () => {
    unsent = 0;
  });
}

/**
 * Ends a connection whose client sends larger attachments to one packet than a packet may be, together:
 * Socket.IO bounds each of them, and holds what came until the last has.
 */
export function boundAttachments(connection: Socket['conn'], { messageBytes }: Pick<Limits, 'messageBytes'>): void {
  let attached = 0;
  // An Engine.IO packet may be its type alone, `4`: then there is no data.
  connection.on('data', (data?: string | Buffer) => {
    attached = data instanceof Buffer ? attached + data.length : 0;
    if (attached > messageBytes) connection.close(true);
  });
}

/**
 * The ws that Engine.IO is to use. Its own is older and answers any number of Pings that nobody reads; and either waits
 * 30 s for a client's Close frame, reading on from one that floods, and keeping a companion that stops from its end.
 */
export const boundedEngine = ({ graceMs }: Pick<Limits, 'graceMs'>) =>
  class extends WebSocketServer {
    constructor(options: ServerOptions) {
      // @types/ws does not know closeTimeout yet.
      const impatient: ServerOptions & { readonly closeTimeout: number } = { ...options, closeTimeout: graceMs };
      super(impatient);
    }
  };

import type { Duplex } from 'node:stream';
import type { ServerRecord } from '#demos/capture/capture.ts';
import type { Limits } from './limits.ts';
import { type CapturedBytes, createRecordQueue, type RecordSink } from './record-queue.ts';
import { createTokenBucket } from './token-bucket.ts';

/** One page of a reader: the owner of a tap id, for as long as its side channel is open. */
export interface Page {
  readonly tap: string;
  readonly open: boolean;
  /** A name no other connection of this page has. */
  nextConnection(): string;
  /** `at` is milliseconds of `performance.now()`; the page is told them from the opening of its side channel. */
  emit(connection: string, event: ServerRecord, at: number): void;
  /** Counts an upgraded connection as long as it is open; false, and uncounted, when the page has enough. */
  admit(socket: Duplex): boolean;
  /** False when the page may not send another command now. */
  takeCommand(): boolean;
  /** Runs when the side channel is gone, at once if it is already. Returns how to take that back. */
  onClose(run: () => void): () => void;
  /** Sends at once what was to be sent soon. */
  flush(): void;
  close(): void;
}

export function createPage(tap: string, sink: RecordSink, limits: Limits, captured: CapturedBytes): Page {
  const openedAt = performance.now();
  const queue = createRecordQueue(sink, limits, captured);
  const commands = createTokenBucket(limits.commandRate);
  const atClose = new Set<() => void>();
  let connections = 0;
  let admitted = 0;
  let open = true;
  return {
    tap,
    get open() {
      return open;
    },
    nextConnection: () => String(++connections),
    emit: (connection, event, at) => queue.push(connection, event, at - openedAt),
    admit(socket) {
      if (admitted >= limits.connectionsPerPage) return false;
      admitted += 1;
      socket.once('close', () => {
        admitted -= 1;
      });
      return true;
    },
    takeCommand: () => commands.take(),
    onClose(run) {
      if (open) atClose.add(run);
      else run();
      return () => atClose.delete(run);
    },
    flush: () => queue.flush(),
    close() {
      if (!open) return;
      open = false;
      queue.close();
      for (const run of atClose) run();
      atClose.clear();
    },
  };
}

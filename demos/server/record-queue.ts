import type { Direction, ServerCaptureEvent, ServerRecord, WireEvent } from '#demos/capture/capture.ts';
import type { Limits } from './limits.ts';

/** All captured bytes in memory, whoever holds them. */
export interface CapturedBytes {
  count: number;
}

export interface RecordSink {
  /** Hands a batch to the page; `sent` is called when the kernel has taken it. */
  send(events: readonly ServerCaptureEvent[], sent: () => void): void;
  /** The page reads nothing and the queue cannot be bounded by leaving out bytes alone. */
  overflow(): void;
}

export interface RecordQueue {
  push(connection: string, event: ServerRecord, at: number): void;
  /** Hands over now what waits for company. */
  flush(): void;
  close(): void;
}

interface Lost {
  readonly connection: string;
  readonly direction: Direction;
  readonly offset: number;
  length: number;
  at: number;
}

const DIRECTIONS = ['client-to-server', 'server-to-client'] as const;
const keyOf = (connection: string, direction: Direction) => `${connection} ${direction}`;

/** What an event costs beside its bytes. */
const OVERHEAD = 64;

/** The first event goes out at once; those that follow it closely go together, at most so many milliseconds later. */
const TOGETHER_MS = 8;
const costOf = (event: ServerRecord) => OVERHEAD + (event.kind === 'bytes' ? event.bytes.length : 0);

/**
 * Events on their way to one page, in batches, bounded in bytes.
 * When the page is too slow, bytes are left out and a gap says so; the other events are kept.
 */
export function createRecordQueue(
  sink: RecordSink,
  limits: Pick<Limits, 'queuedBytesPerPage' | 'capturedBytes'>,
  captured: CapturedBytes,
): RecordQueue {
  let next = 0;
  let queued: ServerCaptureEvent[] = [];
  let queuedCost = 0;
  /** Queued and not yet taken by the kernel. */
  let held = 0;
  let closed = false;
  let flushedAt = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | null = null;
  const lost = new Map<string, Lost>();

  const enqueue = (connection: string, event: ServerRecord, at: number) => {
    const cost = costOf(event);
    queued.push({ id: `server:${next++}`, at, connection, ...event });
    queuedCost += cost;
    held += cost;
    captured.count += cost;
    cancel ??= schedule();
  };

  const schedule = (): (() => void) => {
    const wait = flushedAt + TOGETHER_MS - performance.now();
    const timer = wait > 0 ? setTimeout(flush, wait) : null;
    const immediate = timer ? null : setImmediate(flush);
    return () => {
      if (timer) clearTimeout(timer);
      if (immediate) clearImmediate(immediate);
    };
  };

  const release = (cost: number) => {
    held -= cost;
    captured.count -= cost;
    if (!closed && lost.size > 0 && held <= limits.queuedBytesPerPage / 2)
      for (const key of [...lost.keys()]) admit(key);
  };

  function flush() {
    cancel = null;
    flushedAt = performance.now();
    const [batch, cost] = [queued, queuedCost];
    queued = [];
    queuedCost = 0;
    sink.send(batch, () => release(cost));
  }

  /** Says what was left out of one direction of one connection. */
  const admit = (key: string) => {
    const gap = lost.get(key);
    if (!gap) return;
    lost.delete(key);
    const { connection, direction, offset, length, at } = gap;
    enqueue(connection, { kind: 'gap', direction, offset, length, why: 'slow-page' }, at);
  };

  const leaveOut = (connection: string, event: WireEvent & { kind: 'bytes' | 'gap' }, at: number) => {
    const { direction, offset } = event;
    const length = event.kind === 'bytes' ? event.bytes.length : event.length;
    const gap = lost.get(keyOf(connection, direction));
    if (gap) gap.length += length;
    else lost.set(keyOf(connection, direction), { connection, direction, offset, length, at });
  };

  const full = (cost: number) =>
    held + cost > limits.queuedBytesPerPage || captured.count + cost > limits.capturedBytes;

  return {
    push(connection, event, at) {
      if (closed) return;
      const leavesOut = event.kind === 'bytes' || event.kind === 'gap';
      if (leavesOut && (full(costOf(event)) || (event.kind === 'gap' && lost.has(keyOf(connection, event.direction)))))
        return leaveOut(connection, event, at);
      if (lost.size > 0) {
        if (leavesOut) admit(keyOf(connection, event.direction));
        else for (const direction of DIRECTIONS) admit(keyOf(connection, direction));
      }
      enqueue(connection, event, at);
      if (held > 2 * limits.queuedBytesPerPage) sink.overflow();
    },
    flush() {
      if (!cancel) return;
      cancel();
      flush();
    },
    close() {
      if (closed) return;
      closed = true;
      cancel?.();
      captured.count -= queuedCost;
      held -= queuedCost;
      queued = [];
      queuedCost = 0;
      lost.clear();
    },
  };
}

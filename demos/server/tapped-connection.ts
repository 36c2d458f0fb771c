import type { Socket } from 'node:net';
import type { Direction, WireEvent } from '#demos/capture/capture.ts';
import { concat } from '#demos/protocol/bytes.ts';
import type { Limits } from './limits.ts';
import { createOwnedRun, type OwnedRun } from './owned-run.ts';
import type { Page } from './page.ts';
import type { CapturedBytes } from './record-queue.ts';
import type { SocketObserver } from './tap.ts';

export interface TappedConnection extends SocketObserver {
  /** From the bytes just read on, what passes is this page's, or nobody's. Returns the page's name for the connection. */
  claim(page: Page | null): string | null;
  /** The request is answered: what comes next belongs to whoever asks next. */
  release(): void;
}

type Held =
  | { readonly kind: 'bytes'; readonly direction: Direction; readonly bytes: Uint8Array; readonly at: number }
  | { readonly kind: 'event'; readonly event: WireEvent; readonly at: number };

type Owner =
  | { readonly kind: 'run'; readonly run: OwnedRun }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'unknown' };

const address = (host: string | undefined, port: number | undefined) =>
  host?.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

/**
 * Decides whose bytes they are, request by request: browsers send requests of several pages over one connection.
 * While the owner is unknown (the head is still arriving) bytes are held, within bounds. Each stretch of requests
 * of one page is a connection of its own to that page, so nobody learns what others did on the same TCP connection.
 */
export function createTappedConnection(
  socket: Socket,
  limits: Pick<Limits, 'heldBytesPerConnection' | 'capturedBytes' | 'snapBytes'>,
  captured: CapturedBytes,
): TappedConnection {
  const ends = {
    local: address(socket.localAddress, socket.localPort),
    remote: address(socket.remoteAddress, socket.remotePort),
  };
  const acceptedAt = performance.now();
  let asked = false;
  /** Requests of this connection whose response is not finished. */
  let unanswered = 0;
  let owner: Owner = { kind: 'unknown' };
  /** The page that owned the last answered request; it goes on owning the connection until bytes of another arrive. */
  let last: OwnedRun | null = null;
  let held: Held[] = [];
  let heldBytes = 0;

  const takeHeld = (): readonly Held[] => {
    const taken = held;
    held = [];
    captured.count -= heldBytes;
    heldBytes = 0;
    return taken;
  };

  const giveUp = () => {
    takeHeld();
    last = null;
    owner = { kind: 'nobody' };
  };

  const tell = (event: WireEvent) => {
    const at = performance.now();
    if (owner.kind === 'run') owner.run.event(event, at);
    else if (owner.kind === 'unknown' && last && held.length === 0) last.event(event, at);
    else if (owner.kind === 'unknown') held.push({ kind: 'event', event, at });
  };

  return {
    bytes(direction, parts) {
      if (owner.kind === 'nobody') return;
      const at = performance.now();
      if (owner.kind === 'run') return owner.run.bytes(direction, parts, at);
      const bytes = concat(...parts);
      heldBytes += bytes.length;
      captured.count += bytes.length;
      held.push({ kind: 'bytes', direction, bytes, at });
      // The HTTP server bounds a head and its time; this bounds us should it ever not.
      if (heldBytes > limits.heldBytesPerConnection || captured.count > limits.capturedBytes) giveUp();
    },
    fin: (direction) => tell({ kind: 'fin', direction }),
    rst: (direction) => tell({ kind: 'rst', direction }),
    error: (code) => tell({ kind: 'error', code }),
    closed() {
      tell({ kind: 'closed' });
      giveUp();
    },
    claim(page) {
      const before = takeHeld();
      const isFirst = !asked;
      asked = true;
      unanswered += 1;
      // Pipelined requests of two owners arrive in one read, and what we gave up holding has no beginning.
      const pipelined = unanswered > 1 && (owner.kind !== 'run' || owner.run.page !== page);
      if (!page || pipelined || owner.kind === 'nobody') {
        owner = { kind: 'nobody' };
        last = null;
        return null;
      }
      if (last?.page !== page) {
        last = createOwnedRun(page, limits.snapBytes);
        last.event({ kind: 'opened', ...ends }, isFirst ? acceptedAt : (before[0]?.at ?? performance.now()));
      }
      owner = { kind: 'run', run: last };
      for (const each of before) {
        if (each.kind === 'bytes') last.bytes(each.direction, [each.bytes], each.at);
        else last.event(each.event, each.at);
      }
      return last.connection;
    },
    release() {
      unanswered -= 1;
      if (unanswered === 0) owner = { kind: 'unknown' };
    },
  };
}

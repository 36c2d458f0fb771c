import type { Socket } from 'node:net';
import type { Direction, PeerRecord, WireEvent } from '#demos/capture/capture.ts';
import { concat } from '#demos/protocol/bytes.ts';
import type { Limits } from './limits.ts';
import { OwnedRun } from './owned-run.ts';
import type { Page } from './page.ts';
import type { CapturedBytes } from './record-queue.ts';
import type { SocketObserver } from './tap.ts';

type Held =
  | { readonly kind: 'bytes'; readonly direction: Direction; readonly bytes: Uint8Array; readonly at: number }
  | { readonly kind: 'event'; readonly event: WireEvent; readonly at: number };

const address = (host: string | undefined, port: number | undefined) =>
  host?.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

/**
 * Decides whose bytes they are, request by request: browsers send requests of several pages over one connection.
 * While the owner is unknown (the head is still arriving) bytes are held, within bounds. Each stretch of requests
 * of one page is a connection of its own to that page, so nobody learns what others did on the same TCP connection.
 */
export class TappedConnection implements SocketObserver {
  readonly #socket: Socket;
  readonly #limits: Limits;
  readonly #captured: CapturedBytes;
  readonly #acceptedAt = performance.now();
  #owner: OwnedRun | 'nobody' | 'unknown' = 'unknown';
  /** The stretch that the last answered request belongs to; it goes on until a request of another arrives. */
  #last: OwnedRun | null = null;
  #asked = false;
  /** Requests whose response is not finished. */
  #unanswered = 0;
  #held: Held[] | null = null;
  /** Whose program's view is written down: also what it is told when all is over. */
  #viewed: OwnedRun | null = null;
  #heldBytes = 0;

  constructor(socket: Socket, limits: Limits, captured: CapturedBytes) {
    this.#socket = socket;
    this.#limits = limits;
    this.#captured = captured;
  }

  bytes(direction: Direction, parts: readonly Uint8Array[]): void {
    const owner = this.#owner;
    if (owner === 'nobody') return;
    const at = performance.now();
    if (owner !== 'unknown') {
      owner.bytes(direction, parts, at);
      return;
    }
    const bytes = concat(...parts);
    this.#heldBytes += bytes.length;
    this.#captured.count += bytes.length;
    this.#hold({ kind: 'bytes', direction, bytes, at });
    // The HTTP server bounds a head and its time; this bounds us should it ever not.
    if (this.#heldBytes > this.#limits.heldBytesPerConnection || this.#captured.count > this.#limits.capturedBytes)
      this.#giveUp();
  }

  fin(direction: Direction): void {
    this.#tell({ kind: 'fin', direction });
  }

  rst(direction: Direction): void {
    this.#tell({ kind: 'rst', direction });
  }

  error(code: string): void {
    this.#tell({ kind: 'error', code });
  }

  closed(): void {
    this.#tell({ kind: 'closed' });
    this.#giveUp();
  }

  peer(record: PeerRecord): void {
    if (typeof this.#owner !== 'string') this.#viewed = this.#owner;
    this.#viewed?.event(record, performance.now());
  }

  /** From the bytes just read on, what passes is this page's, or nobody's. Returns the page's name for the connection. */
  claim(page: Page | null): string | null {
    const before = this.#takeHeld();
    const isFirst = !this.#asked;
    this.#asked = true;
    this.#unanswered += 1;
    const owner = this.#owner;
    // Pipelined requests of two owners arrive in one read, and what we gave up holding has no beginning.
    const pipelined = this.#unanswered > 1 && (typeof owner === 'string' || owner.page !== page);
    if (!page || pipelined || owner === 'nobody') {
      this.#giveUp();
      return null;
    }
    if (this.#last?.page !== page) {
      this.#last = new OwnedRun(page, this.#limits.snapBytes);
      const { localAddress, localPort, remoteAddress, remotePort } = this.#socket;
      this.#last.event(
        { kind: 'opened', local: address(localAddress, localPort), remote: address(remoteAddress, remotePort) },
        isFirst ? this.#acceptedAt : (before[0]?.at ?? performance.now()),
      );
    }
    this.#owner = this.#last;
    for (const each of before) {
      if (each.kind === 'bytes') this.#last.bytes(each.direction, [each.bytes], each.at);
      else this.#last.event(each.event, each.at);
    }
    return this.#last.connection;
  }

  /** The request is answered: what comes next belongs to whoever asks next. */
  release(): void {
    this.#unanswered -= 1;
    if (this.#unanswered === 0) this.#owner = 'unknown';
  }

  #tell(event: WireEvent): void {
    const owner = this.#owner;
    if (owner === 'nobody') return;
    const at = performance.now();
    if (owner !== 'unknown') owner.event(event, at);
    else if (this.#last && !this.#held) this.#last.event(event, at);
    else this.#hold({ kind: 'event', event, at });
  }

  #hold(what: Held): void {
    this.#held ??= [];
    this.#held.push(what);
  }

  #takeHeld(): readonly Held[] {
    const taken = this.#held ?? [];
    this.#held = null;
    this.#captured.count -= this.#heldBytes;
    this.#heldBytes = 0;
    return taken;
  }

  #giveUp(): void {
    this.#takeHeld();
    this.#last = null;
    this.#owner = 'nobody';
  }
}

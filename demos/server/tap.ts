import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Direction, PeerRecord } from '#demos/capture/capture.ts';

/** What a tapped socket tells. Chunks are the socket's own memory: copy what is to be kept before returning. */
export interface SocketObserver {
  /** One read, or one write (`writev` gives its parts), as it passed between Node and the kernel. */
  bytes(direction: Direction, parts: readonly Uint8Array[]): void;
  fin(direction: Direction): void;
  rst(direction: Direction): void;
  error(code: string): void;
  closed(): void;
  /** The program at this end did this, or was told it. */
  peer(record: PeerRecord): void;
}

type Chunk = Uint8Array | string;
const asBytes = (chunk: Chunk, encoding: BufferEncoding): Uint8Array =>
  typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;

const TAP = Symbol('tap');

/**
 * A socket watched where bytes cross into and out of the kernel: `push` is one read, or the peer's FIN; `_write` and
 * `_writev` are one write; `_final` is our FIN; `resetAndDestroy` and `_destroy` are RST and close. Nothing is
 * buffered or emitted again, so flow control, corking and addresses stay those of the real socket.
 */
class TappedSocket extends Socket {
  declare [TAP]: { readonly observer: SocketObserver; peerFinished: boolean };

  override push(chunk: Chunk | null, encoding?: BufferEncoding): boolean {
    const tap = this[TAP];
    if (chunk !== null) tap.observer.bytes('client-to-server', [asBytes(chunk, encoding ?? 'utf8')]);
    // Node also pushes null while it destroys a socket; that is no FIN.
    else if (!tap.peerFinished && !this.destroyed && !this.errored) {
      tap.peerFinished = true;
      tap.observer.fin('client-to-server');
    }
    return super.push(chunk, encoding);
  }

  override _write(chunk: Chunk, encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this[TAP].observer.bytes('server-to-client', [asBytes(chunk, encoding)]);
    super._write(chunk, encoding, callback);
  }

  override _writev(
    chunks: { chunk: Chunk; encoding: BufferEncoding }[],
    callback: (error?: Error | null) => void,
  ): void {
    const parts = chunks.map(({ chunk, encoding }) => asBytes(chunk, encoding));
    this[TAP].observer.bytes('server-to-client', parts);
    super._writev?.(chunks, callback);
  }

  override _final(callback: (error?: Error | null) => void): void {
    this[TAP].observer.fin('server-to-client');
    super._final(callback);
  }

  override resetAndDestroy(): this {
    this[TAP].observer.rst('server-to-client');
    return super.resetAndDestroy();
  }

  override _destroy(error: (Error & { code?: string }) | null, callback: (error?: Error | null) => void): void {
    const { observer } = this[TAP];
    if (error?.code === 'ECONNRESET') observer.rst('client-to-server');
    else if (error) observer.error(error.code ?? error.name);
    observer.closed();
    super._destroy(error, callback);
  }
}

/** Watches a socket that a server accepted. Throws a TypeError for any but a plain TCP socket. */
export function tapSocket(socket: Socket, observer: SocketObserver): void {
  if (Object.getPrototypeOf(socket) !== Socket.prototype) throw new TypeError('tapSocket: expected a plain net.Socket');
  // One instance only, and by its prototype: a copy of every method on every socket costs about 1 KiB each.
  Object.setPrototypeOf(Object.assign(socket, { [TAP]: { observer, peerFinished: false } }), TappedSocket.prototype);
}

/** Writes it down where the socket is tapped. It may have ended: its program is told so afterwards. */
export function tellTap(socket: Duplex, record: PeerRecord): void {
  if (socket instanceof TappedSocket) socket[TAP]?.observer.peer(record);
}

/** Lets a socket be as if it had never been tapped. */
export function untapSocket(socket: Socket): void {
  if (!(socket instanceof TappedSocket)) return;
  Object.setPrototypeOf(Object.assign(socket, { [TAP]: null }), Socket.prototype);
}

/**
 * Node's HTTP parser reads the handle natively, past `push`, until somebody listens for `data`.
 * Call after the HTTP server's own `connection` listener has run.
 */
export function readThroughPush(socket: Socket): void {
  const nothing = () => {};
  socket.on('data', nothing);
  socket.removeListener('data', nothing);
}

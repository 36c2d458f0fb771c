import type { Socket } from 'node:net';
import type { Direction } from '#demos/capture/capture.ts';

/** What a tapped socket tells. Chunks are the socket's own memory: copy what is to be kept before returning. */
export interface SocketObserver {
  /** One read, or one write (`writev` gives its parts), as it passed between Node and the kernel. */
  bytes(direction: Direction, parts: readonly Uint8Array[]): void;
  fin(direction: Direction): void;
  rst(direction: Direction): void;
  error(code: string): void;
  closed(): void;
}

type Chunk = Uint8Array | string;
const asBytes = (chunk: Chunk, encoding: BufferEncoding): Uint8Array =>
  typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;

/**
 * Watches an accepted socket by patching the instance where bytes cross into and out of the kernel:
 * `push` is one read, or the peer's FIN; `_write` and `_writev` are one write; `_final` is our FIN;
 * `resetAndDestroy` and `_destroy` are RST and close. Nothing is buffered or emitted again, so flow control,
 * corking and addresses stay those of the real socket.
 */
export function tapSocket(socket: Socket, observer: SocketObserver): void {
  const { push, _write, _writev, _final, _destroy, resetAndDestroy } = socket;
  let peerFinished = false;

  socket.push = function (this: Socket, chunk: Chunk | null, encoding?: BufferEncoding) {
    if (chunk !== null) observer.bytes('client-to-server', [asBytes(chunk, encoding ?? 'utf8')]);
    // Node also pushes null while it destroys a socket; that is no FIN.
    else if (!peerFinished && !this.destroyed && !this.errored) {
      peerFinished = true;
      observer.fin('client-to-server');
    }
    return push.call(this, chunk, encoding);
  };

  socket._write = function (this: Socket, chunk: Chunk, encoding, callback) {
    observer.bytes('server-to-client', [asBytes(chunk, encoding)]);
    return _write.call(this, chunk, encoding, callback);
  };

  if (_writev) {
    socket._writev = function (this: Socket, chunks: { chunk: Chunk; encoding: BufferEncoding }[], callback) {
      observer.bytes(
        'server-to-client',
        chunks.map(({ chunk, encoding }) => asBytes(chunk, encoding)),
      );
      return _writev.call(this, chunks, callback);
    };
  }

  socket._final = function (this: Socket, callback) {
    observer.fin('server-to-client');
    return _final.call(this, callback);
  };

  socket.resetAndDestroy = function (this: Socket) {
    observer.rst('server-to-client');
    return resetAndDestroy.call(this);
  };

  socket._destroy = function (this: Socket, error: (Error & { code?: string }) | null, callback) {
    if (error?.code === 'ECONNRESET') observer.rst('client-to-server');
    else if (error) observer.error(error.code ?? error.name);
    observer.closed();
    return _destroy.call(this, error, callback);
  };
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

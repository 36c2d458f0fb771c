import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { NO_OPEN_SOCKET } from '#demos/capture/act-check.ts';
import type { ServerAct } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import type { Limits } from './limits.ts';

/** The server's end of one echo connection, and what its page may have it do. */
export class EchoPeer {
  readonly socket: WebSocket;
  readonly #tcp: Duplex;
  #silent = false;
  #ending = false;

  constructor(socket: WebSocket, tcp: Duplex) {
    this.socket = socket;
    this.#tcp = tcp;
  }

  /** Hears and answers nothing any more: it has vanished, or ends as soon as what it has sent is gone. */
  get silent(): boolean {
    return this.#silent;
  }

  /** Returns why not, if it does not. */
  perform(act: ServerAct, { unsentBytes }: Pick<Limits, 'unsentBytes'>): Problem | null {
    if (act.do === 'terminate') return this.#terminate();
    if (this.#silent || this.socket.readyState !== WebSocket.OPEN) return NO_OPEN_SOCKET;
    if (this.socket.bufferedAmount > unsentBytes)
      return {
        rule: 'act.unsent',
        found: 'a client that does not read',
        expected: `at most ${unsentBytes} bytes unsent`,
      };
    switch (act.do) {
      case 'ping':
        this.socket.ping(act.payload);
        break;
      case 'send':
        this.#send(act.parts, act.pingBetween ?? false);
        break;
      case 'close':
        this.socket.close(act.code, act.reason);
        break;
      case 'vanish':
        this.#silent = true;
        this.socket.pause();
        break;
    }
    return null;
  }

  /** Ends it without a word. */
  destroy(): void {
    this.#tcp.destroy();
  }

  /** Not ws's terminate(): that closes without a FIN that could be shown. */
  #terminate(): Problem | null {
    const tcp = this.#tcp;
    if (tcp.destroyed || this.#ending) return NO_OPEN_SOCKET;
    this.#ending = true;
    this.#silent = true;
    // What still comes is thrown away. Read by ws, it would be answered after our FIN, which is an error of ours;
    // read by nobody, it would make a reset of the end (RFC 1122 §4.2.2.13).
    tcp.removeAllListeners('data').resume();
    if (tcp.writableFinished) tcp.destroy();
    else tcp.end().once('finish', () => tcp.destroy());
    return null;
  }

  #send(parts: readonly string[], pingBetween: boolean): void {
    parts.forEach((part, index) => {
      this.socket.send(part, { binary: false, fin: index === parts.length - 1 });
      if (index === 0 && pingBetween) this.socket.ping();
    });
  }
}

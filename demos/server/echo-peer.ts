import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { NO_OPEN_SOCKET } from '#demos/capture/act-check.ts';
import type { ServerAct } from '#demos/capture/capture.ts';
import type { Limits } from './limits.ts';
import type { Refused } from './page-command.ts';

/** The server's end of one echo connection, and what its page may have it do. */
export class EchoPeer {
  readonly socket: WebSocket;
  readonly #tcp: Duplex;
  #vanished = false;

  constructor(socket: WebSocket, tcp: Duplex) {
    this.socket = socket;
    this.#tcp = tcp;
  }

  /** Reads and answers nothing any more. */
  get vanished(): boolean {
    return this.#vanished;
  }

  /** Returns why not, if it does not. */
  perform(act: ServerAct, { unsentBytes }: Pick<Limits, 'unsentBytes'>): Refused | null {
    if (act.do === 'terminate') {
      // Not ws's terminate(): that closes without a FIN that could be shown.
      if (this.#tcp.destroyed) return NO_OPEN_SOCKET;
      this.#tcp.end();
      this.#tcp.once('finish', () => this.#tcp.destroy());
      return null;
    }
    if (this.#vanished || this.socket.readyState !== WebSocket.OPEN) return NO_OPEN_SOCKET;
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
        this.#vanished = true;
        this.socket.pause();
        break;
    }
    return null;
  }

  /** Ends it without a word. */
  destroy(): void {
    this.#tcp.destroy();
  }

  #send(parts: readonly string[], pingBetween: boolean): void {
    parts.forEach((part, index) => {
      this.socket.send(part, { binary: false, fin: index === parts.length - 1 });
      if (index === 0 && pingBetween) this.socket.ping();
    });
  }
}

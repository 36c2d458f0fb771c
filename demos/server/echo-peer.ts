import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { NO_OPEN_SOCKET } from '#demos/capture/act-check.ts';
import type { PeerRecord, ServerAct } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import type { Limits } from './limits.ts';
import { observePeer, type PeerView, UNSEEN } from './peer-view.ts';

/** FIN, opcode 3, which is reserved, and no payload (RFC 6455 §5.2). */
const RESERVED_FRAME = Buffer.of(0x83, 0x00);

/** The server's end of one echo connection, and what its page may have it do. */
export class EchoPeer {
  readonly socket: WebSocket;
  readonly #tcp: Duplex;
  readonly #view: PeerView;
  #silent = false;
  #held = false;
  #ending = false;

  /** `note` is told what this end does and is told; `null` where nobody asked. */
  constructor(socket: WebSocket, tcp: Duplex, note: ((record: PeerRecord) => void) | null = null) {
    this.socket = socket;
    this.#tcp = tcp;
    this.#view = note ? observePeer(socket, tcp, note) : UNSEEN;
  }

  /** Hears and answers nothing any more: it has vanished, or ends as soon as what it has sent is gone. */
  get silent(): boolean {
    return this.#silent || this.#held;
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
        this.#close(act.code, act.reason);
        break;
      case 'vanish':
        this.#silent = true;
        this.#pause();
        break;
      case 'hold':
        this.#held = true;
        this.#pause();
        break;
      case 'violate':
        this.#view.call({ do: 'violate' }, () => this.#tcp.write(RESERVED_FRAME));
        break;
      case 'linger':
        this.#linger();
        break;
    }
    return null;
  }

  /** Ends it without a word. */
  destroy(): void {
    this.#tcp.destroy();
  }

  #pause(): void {
    this.#view.call({ do: 'pause' }, () => this.socket.pause());
  }

  #close(code: number | undefined, reason: string | undefined): void {
    const said = { ...(code !== undefined && { code }), ...(reason !== undefined && { reason }) };
    this.#view.call({ do: 'close', ...said }, () => this.socket.close(code, reason));
    if (!this.#held) return;
    this.#held = false;
    this.#view.call({ do: 'resume' }, () => this.socket.resume());
  }

  /** Not ws's terminate(): that closes without a FIN that could be shown. */
  #terminate(): Problem | null {
    const tcp = this.#tcp;
    if (tcp.destroyed || this.#ending) return NO_OPEN_SOCKET;
    this.#view.call({ do: 'terminate' }, () => Reflect.deleteProperty(tcp, 'end'));
    this.#ending = true;
    this.#silent = true;
    // What still comes is thrown away. Read by ws, it would be answered after our FIN, which is an error of ours;
    // read by nobody, it would make a reset of the end (RFC 1122 §4.2.2.13).
    tcp.removeAllListeners('data').resume();
    if (tcp.writableFinished) tcp.destroy();
    else tcp.end().once('finish', () => tcp.destroy());
    return null;
  }

  /** ws ends TCP once both Close frames have passed; this one leaves that to the client, or to ws's own timer. */
  #linger(): void {
    const tcp = this.#tcp;
    this.#view.call({ do: 'linger' }, () => {
      tcp.end = () => tcp;
    });
    tcp.once('end', () => {
      Reflect.deleteProperty(tcp, 'end');
      tcp.end();
    });
  }

  #send(parts: readonly string[], pingBetween: boolean): void {
    parts.forEach((part, index) => {
      this.socket.send(part, { binary: false, fin: index === parts.length - 1 });
      if (index === 0 && pingBetween) this.socket.ping();
    });
  }
}

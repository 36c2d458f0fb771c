import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { PeerCall, PeerEvent, PeerRecord, ReadyState } from '#demos/capture/capture.ts';

/** What a program does with its end of a connection passes through here, to be written down. */
export interface PeerView {
  call(peer: PeerCall, run: () => void): void;
}

/** Where nobody asked. */
export const UNSEEN: PeerView = { call: (_, run) => run() };

/** Writes down what ws tells its program of a connection that has just opened, and each `readyState` nobody told of. */
export function observePeer(socket: WebSocket, tcp: Duplex, note: (record: PeerRecord) => void): PeerView {
  const read = (): ReadyState => socket.readyState as ReadyState;
  let last = read();
  const write = (peer: PeerCall | PeerEvent): void => {
    last = read();
    note({ kind: 'peer', peer, readyState: last });
  };
  write({ on: 'open' });
  // After ws's own listener, which has dealt with these bytes by then.
  tcp.on('data', () => {
    if (read() !== last) write({ do: 'read' });
  });
  socket.on('error', ({ message }) => write({ on: 'error', message }));
  socket.addEventListener('close', ({ code, reason, wasClean }) => write({ on: 'close', code, reason, wasClean }));
  return {
    call(peer, run) {
      write(peer);
      run();
      last = read();
    },
  };
}

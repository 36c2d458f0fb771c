import type { Socket } from 'node:net';
import type { Refusal } from './http-answers.ts';
import type { Limits } from './limits.ts';
import { createTokenBucket, type TokenBucket } from './token-bucket.ts';

export interface ConnectionGate {
  /** Counts a connection that was accepted. */
  admit(socket: Socket): void;
  /** 503 when this connection, or this request on it, is one too many. */
  checkRequest(socket: Socket): Refusal | null;
}

interface Peer {
  open: number;
  readonly left: () => void;
  readonly connections: TokenBucket;
  readonly requests: TokenBucket;
}

const tooMany = (what: string): Refusal => ({
  status: 503,
  text: `503 Service Unavailable: too many ${what}`,
  headers: { 'Retry-After': '1' },
});

/** Bounds connections and requests, per address and in total. A connection too many is told so at its first request. */
export function createConnectionGate(
  limits: Pick<Limits, 'connectionsPerAddress' | 'connectionsInTotal' | 'connectionRate' | 'requestRate'>,
): ConnectionGate {
  const peers = new Map<string, Peer>();
  const tooManyOf = new WeakMap<Socket, string>();
  let open = 0;

  const peerOf = (socket: Socket): Peer => {
    const address = socket.remoteAddress ?? '';
    const known = peers.get(address);
    if (known) return known;
    const peer: Peer = {
      open: 0,
      left: () => {
        peer.open -= 1;
        open -= 1;
      },
      connections: createTokenBucket(limits.connectionRate),
      requests: createTokenBucket(limits.requestRate),
    };
    peers.set(address, peer);
    return peer;
  };

  /** Addresses nobody uses any more are forgotten, once they cannot gain by being forgotten. */
  const forget = () => {
    for (const [address, peer] of peers)
      if (peer.open === 0 && peer.connections.full() && peer.requests.full()) peers.delete(address);
  };

  return {
    admit(socket) {
      if (peers.size > 2 * limits.connectionsInTotal) forget();
      const peer = peerOf(socket);
      peer.open += 1;
      open += 1;
      socket.on('close', peer.left);
      if (!peer.connections.take()) tooManyOf.set(socket, 'connections in a short time');
      else if (peer.open > limits.connectionsPerAddress) tooManyOf.set(socket, 'connections from one address');
      else if (open > limits.connectionsInTotal) tooManyOf.set(socket, 'connections');
    },
    checkRequest(socket) {
      const reason = tooManyOf.get(socket);
      if (reason !== undefined) return tooMany(reason);
      return peerOf(socket).requests.take() ? null : tooMany('requests in a short time');
    },
  };
}

import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Problem } from '#demos/capture/problem.ts';
import type { CompanionMessage } from '#demos/capture/side-channel.ts';
import { acceptKey } from '#demos/protocol/accept-key.ts';
import { concat, latin1Encode } from '#demos/protocol/bytes.ts';
import { answerClose } from './answer-close.ts';
import { setsCookie } from './answer-cookie.ts';
import type { ConnectionGate } from './connection-gate.ts';
import type { Guards } from './guards.ts';
import { type Refusal, refuseUpgrade } from './http-answers.ts';
import type { Limits } from './limits.ts';
import type { Page } from './page.ts';
import type { PageCommand } from './page-command.ts';
import type { CapturedBytes } from './record-queue.ts';
import { readResponderRequest } from './responder-request.ts';
import { tapSocket } from './tap.ts';
import { TappedConnection } from './tapped-connection.ts';
import { type Answer, createTickets } from './tickets.ts';

export interface Responder {
  readonly port: number;
  issue(
    page: Page,
    command: Extract<PageCommand, { kind: 'respond' }>,
    reply: (message: CompanionMessage) => void,
  ): Problem | null;
  close(): void;
}

/** One answer to whatever is not a page of ours with its ticket, so that nothing can be learnt by trying. */
const BAD_REQUEST: Refusal = {
  status: 400,
  text: '400 Bad Request: this port answers a page of ours, once for a ticket',
};

/**
 * Answers a browser's handshake with bytes its page chose. On a port of its own, because a handshake that is
 * stalled blocks every other handshake of that browser to the same port.
 */
export async function createResponder(
  host: string,
  guards: Guards,
  gate: ConnectionGate,
  limits: Limits,
  captured: CapturedBytes,
): Promise<Responder> {
  const tickets = createTickets(limits);
  const sockets = new Set<Socket>();

  const serve = (socket: Socket) => {
    const tapped = new TappedConnection(socket, limits, captured);
    tapSocket(socket, tapped);
    let received: Uint8Array = new Uint8Array(0);
    const late = setTimeout(() => socket.destroy(), limits.headMs);
    const refuse = (refusal: Refusal) => {
      tapped.claim(null);
      refuseUpgrade(socket, refusal);
      socket.resume();
    };
    const read = (chunk: Buffer) => {
      received = concat(received, chunk);
      const result = readResponderRequest(received, limits.headBytes);
      if (result.kind === 'need-more') return;
      clearTimeout(late);
      socket.off('data', read);
      if (result.kind === 'unreadable') return refuse(BAD_REQUEST);
      const { request, rest } = result;
      const misdirected = guards.host(request.hosts, socket.localAddress);
      if (misdirected) return refuse(misdirected);
      const answer = request.ticket === null ? null : tickets.redeem(request.ticket);
      if (!answer) return refuse(BAD_REQUEST);
      if (request.key === null || guards.origin(request.origins, true)) {
        answer.done();
        return refuse(BAD_REQUEST);
      }
      tapped.claim(answer.page);
      give(socket, answer, request.key, rest);
    };
    socket.on('data', read);
    socket.on('error', () => {});
    socket.once('close', () => clearTimeout(late));
  };

  const give = (socket: Socket, { page, bytes, acceptAt, done }: Answer, key: string, rest: Uint8Array) => {
    const accept = acceptAt === null ? null : latin1Encode(acceptKey(key).accept);
    const answer = accept ? concat(bytes.subarray(0, acceptAt ?? 0), accept, bytes.subarray(acceptAt ?? 0)) : bytes;
    const stopWatching = page.onClose(() => socket.destroy());
    socket.once('close', () => {
      stopWatching();
      done();
    });
    socket.setTimeout(limits.respondIdleMs);
    socket.once('timeout', () => socket.destroySoon());
    if (answer.length > 0) socket.write(answer);
    answerClose(socket, answer, rest, limits);
  };

  // allowHalfOpen: false, so that a client's FIN is answered with ours.
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    gate.admit(socket);
    if (gate.checkRequest(socket)) socket.destroy();
    else serve(socket);
  });
  server.maxConnections = limits.connectionsInTotal;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    port,
    issue(page, { request, bytes, acceptAt }, reply) {
      if (bytes.length > limits.rawBytes)
        return { rule: 'respond.size', found: `${bytes.length} bytes`, expected: `at most ${limits.rawBytes} bytes` };
      if (setsCookie(bytes))
        return {
          rule: 'respond.set-cookie',
          found: 'Set-Cookie',
          expected: 'none: the browser would send the cookie to every server on this host',
        };
      const ticket = tickets.issue({ page, bytes, acceptAt });
      if (ticket === null)
        return {
          rule: 'respond.at-once',
          found: `${limits.respondAtOnce} open already`,
          expected: `at most ${limits.respondAtOnce} at once`,
        };
      reply({ kind: 'ticket', request, port, ticket });
      return null;
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

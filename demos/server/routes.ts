import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { PATHS, PEER_PARAM } from '#demos/capture/side-channel.ts';
import type { ConnectionGate } from './connection-gate.ts';
import type { EchoServer, SocketOwner } from './echo.ts';
import { checkRequest, type Guards } from './guards.ts';
import {
  NOT_ALLOWED,
  NOT_FOUND,
  refuse,
  refuseUpgrade,
  requestUrl,
  SECURITY_HEADERS,
  TOO_MANY_CLIENTS,
  UNKNOWN_TAP,
} from './http-answers.ts';
import type { NegotiateServer } from './negotiate.ts';
import { checkSite } from './origin-guard.ts';
import type { Claim, PageRegistry } from './page-registry.ts';
import { socketNumber } from './page-sockets.ts';
import { isRacePath, type RaceServer } from './race.ts';
import type { SideChannel } from './side-channel.ts';
import type { SocketioRooms } from './socketio-rooms.ts';

export interface RouteParts {
  readonly guards: Guards;
  readonly gate: ConnectionGate;
  readonly registry: PageRegistry;
  readonly echo: EchoServer;
  readonly negotiate: NegotiateServer;
  readonly sideChannel: SideChannel;
  readonly socketio: SocketioRooms;
  readonly race: RaceServer;
}

/** Answers what is the companion's, refuses what nobody may ask, and leaves the rest to `next`. */
export type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer, next: () => void) => void;

const EXPECTS_PATH = { status: 400, text: '400 Bad Request: expected a path as the request target' } as const;
const EXPECTS_HANDSHAKE = { status: 400, text: '400 Bad Request: expected a WebSocket handshake' } as const;

/** Engine.IO compares the target as it came: one that is this path only once its dots are resolved it never answers. */
const isSocketio = (request: IncomingMessage, url: URL): boolean =>
  url.pathname === PATHS.socketio && request.url?.startsWith(PATHS.socketio) === true;

function ownerOf(claim: Claim, url: URL): SocketOwner | null {
  const number = socketNumber(url);
  if (claim.kind !== 'page' || number === null) return null;
  return { page: claim.page, number, viewed: url.searchParams.get(PEER_PARAM) === '1' };
}

export function createMiddleware({ guards, gate, registry, socketio, race }: RouteParts): Middleware {
  return (request, response, next) => {
    const refusal = checkRequest(guards, request, false) ?? gate.checkRequest(request.socket);
    if (refusal) return refuse(response, refusal);
    const url = requestUrl(request);
    if (!url) return refuse(response, EXPECTS_PATH);
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (isSocketio(request, url) && (reads || request.method === 'POST')) {
      const foreign = checkSite(request.headers['sec-fetch-site']);
      if (foreign) return refuse(response, foreign);
      const found = socketio.room(registry.claim(url), url);
      if (found.kind === 'refused') return refuse(response, found.refusal);
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
      return found.room.request(request, response);
    }
    if (!reads) return refuse(response, NOT_ALLOWED);
    if (isRacePath(url.pathname)) {
      // A page's own race, and nobody's else: without a tap id there is none.
      const claim = registry.claim(url);
      const foreign = checkSite(request.headers['sec-fetch-site']);
      if (foreign || claim.kind !== 'page') return refuse(response, foreign ?? UNKNOWN_TAP);
      return race.request(claim.page, url, request, response);
    }
    if (url.pathname === PATHS.health) {
      response.writeHead(200, {
        ...SECURITY_HEADERS,
        'Content-Type': 'text/plain',
        'Content-Length': '3',
        'Cache-Control': 'no-store',
      });
      return void response.end('ok\n');
    }
    if (url.pathname.startsWith('/ws/')) return refuse(response, EXPECTS_HANDSHAKE);
    next();
  };
}

export function createUpgradeHandler({
  guards,
  gate,
  registry,
  echo,
  negotiate,
  sideChannel,
  socketio,
  race,
}: RouteParts): UpgradeHandler {
  return (request, socket, head, next) => {
    const url = requestUrl(request);
    const isSideChannel = url?.pathname === PATHS.sideChannel;
    const refusal = checkRequest(guards, request, isSideChannel) ?? gate.checkRequest(request.socket);
    if (refusal) return refuseUpgrade(socket, refusal);
    const claim = registry.claim(url);
    if (claim.kind === 'page' && !isSideChannel && !claim.page.admit(socket))
      return refuseUpgrade(socket, TOO_MANY_CLIENTS);
    switch (url?.pathname) {
      case PATHS.sideChannel:
        // Ids are minted behind this door, so nobody brings one to it.
        return claim.kind === 'nobody'
          ? sideChannel.upgrade(request, socket, head)
          : refuseUpgrade(socket, UNKNOWN_TAP);
      case PATHS.echo:
        return claim.kind === 'unknown'
          ? refuseUpgrade(socket, UNKNOWN_TAP)
          : echo.upgrade(request, socket, head, ownerOf(claim, url));
      case PATHS.negotiate:
        return claim.kind === 'unknown'
          ? refuseUpgrade(socket, UNKNOWN_TAP)
          : negotiate.upgrade(
              request,
              url,
              socket,
              head,
              claim.kind === 'page' ? claim.page : null,
              ownerOf(claim, url),
            );
      case PATHS.raceSocket:
        return claim.kind === 'page'
          ? race.upgrade(claim.page, request, socket, head)
          : refuseUpgrade(socket, UNKNOWN_TAP);
      case PATHS.socketio: {
        if (!isSocketio(request, url)) return refuseUpgrade(socket, NOT_FOUND);
        const found = socketio.room(claim, url);
        if (found.kind === 'room') return found.room.upgrade(request, socket, head);
        return refuseUpgrade(socket, found.refusal);
      }
      default:
        if (!url || url.pathname.startsWith('/ws/')) return refuseUpgrade(socket, NOT_FOUND);
        next();
    }
  };
}

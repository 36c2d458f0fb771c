import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { createConnectionGate } from './connection-gate.ts';
import { createEchoServer } from './echo.ts';
import { createGuards } from './guards.ts';
import { type AllowedHost, parseAllowedHost } from './host-guard.ts';
import { NOT_FOUND, refuseUpgrade } from './http-answers.ts';
import { LIMITS, type Limits } from './limits.ts';
import { createNegotiateServer } from './negotiate.ts';
import { isLoopback, ownOrigins } from './origin-guard.ts';
import { createPageRegistry } from './page-registry.ts';
import { createRaceServer } from './race.ts';
import { createRawSender } from './raw-sender.ts';
import { createResponder } from './responder.ts';
import { createMiddleware, createUpgradeHandler, type Middleware } from './routes.ts';
import { createSideChannel } from './side-channel.ts';
import { createSocketioRooms } from './socketio-rooms.ts';
import { createStrictListener } from './strict-listener.ts';
import { tapServer } from './tap-server.ts';
import { VERSIONS } from './versions.ts';

export interface AttachOptions {
  /** The address the server listens on, or will. */
  readonly host: string;
  /** Further names, or origins, under which this server may be asked. */
  readonly allowHosts?: readonly string[];
  /** Raw sending and byte-level answers; on by default, but only where nobody else can reach them: on loopback. */
  readonly raw?: boolean;
  readonly respond?: boolean;
  readonly limits?: Partial<Limits>;
  /** Leave upgrades to other paths to the server's other listeners; otherwise they are refused. */
  readonly sharesUpgrades?: boolean;
}

export interface AttachedCompanion {
  readonly middleware: Middleware;
  /** Loopback port of the strict listener, and port of the responder, where they are on. */
  readonly ports: { readonly strict: number | null; readonly responder: number | null };
  /** Ends what the companion holds. The HTTP server is the caller's to close. */
  close(): Promise<void>;
}

/** Gives an HTTP server the companion's sockets and its tap. Throws a TypeError for a host that cannot be allowed. */
export async function attachCompanion(server: Server, options: AttachOptions): Promise<AttachedCompanion> {
  const { host, raw = isLoopback(host), respond = isLoopback(host), sharesUpgrades = false } = options;
  const limits: Limits = { ...LIMITS, ...options.limits };
  const allowed = (options.allowHosts ?? []).map(parseAllowedHost);
  const captured = { count: 0 };
  const registry = createPageRegistry(limits, captured);
  const gate = createConnectionGate(limits);
  const guards = createGuards(allowed, () => originsOf(server, allowed));
  const echo = createEchoServer(limits);
  const negotiate = createNegotiateServer(echo, limits);
  const socketio = createSocketioRooms(limits);
  const race = createRaceServer(limits);
  const strict = raw ? await createStrictListener(limits, captured) : null;
  const sender = strict && createRawSender(strict, limits);
  const responder = respond ? await createResponder(host, guards, gate, limits, captured) : null;

  const madeWith = { ...VERSIONS, path: isLoopback(host) ? 'loopback' : 'network' };
  const ready = () => ({ allows: { raw, respond }, madeWith });
  const sideChannel = createSideChannel(registry, limits, ready, (page, command, reply) => {
    if (command.kind === 'act') {
      const refused = echo.act(page, command);
      if (!refused) reply({ kind: 'acted', request: command.request });
      return refused;
    }
    if (command.kind === 'race') {
      // Said first: the page begins to ask when it hears it.
      reply({ kind: 'acted', request: command.request });
      race.start(page, command);
      return null;
    }
    const off = {
      rule: `${command.kind}.off`,
      found: 'a companion that does not offer it',
      expected: `one started with --allow-${command.kind}`,
    };
    if (command.kind === 'raw') return sender ? sender.send(page, command, reply) : off;
    return responder ? responder.issue(page, command, reply) : off;
  });

  const parts = { guards, gate, registry, echo, negotiate, sideChannel, socketio, race };
  const upgrade = createUpgradeHandler(parts);
  server.on('connection', (socket: Socket) => gate.admit(socket));
  server.prependListener('upgrade', (request, socket, head) =>
    upgrade(request, socket, head, () => {
      if (!sharesUpgrades) refuseUpgrade(socket, NOT_FOUND);
    }),
  );
  tapServer(server, registry, limits, captured);

  return {
    middleware: createMiddleware(parts),
    ports: { strict: strict?.port ?? null, responder: responder?.port ?? null },
    async close() {
      responder?.close();
      await Promise.all([echo.close(), socketio.close(), race.close(), strict?.close()]);
      // Last, so that a page still sees in its tap how its other sockets were closed.
      await sideChannel.close();
    },
  };
}

const NO_ORIGINS: ReadonlySet<string> = new Set();

function originsOf(server: Server, allowed: readonly AllowedHost[]): ReadonlySet<string> {
  const address = server.address();
  return address && typeof address === 'object' ? ownOrigins(address.address, address.port, allowed) : NO_ORIGINS;
}

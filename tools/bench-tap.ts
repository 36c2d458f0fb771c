/**
 * What the tap costs: CPU time of the server process per echoed message, and memory per idle connection, with and
 * without it. Loopback only, a bounded number of messages, the best of several rounds. `node tools/bench-tap.ts [rounds]`.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import { PATHS } from '#demos/capture/side-channel.ts';
import { createCompanion } from '#demos/server/companion.ts';
import { createConnectionGate } from '#demos/server/connection-gate.ts';
import { createEchoServer } from '#demos/server/echo.ts';
import { createGuards } from '#demos/server/guards.ts';
import { LIMITS, type Limits } from '#demos/server/limits.ts';
import { createNegotiateServer } from '#demos/server/negotiate.ts';
import { createPageRegistry } from '#demos/server/page-registry.ts';
import { createRaceServer } from '#demos/server/race.ts';
import { createUpgradeHandler } from '#demos/server/routes.ts';
import { createSideChannel } from '#demos/server/side-channel.ts';
import { createSocketioRooms } from '#demos/server/socketio-rooms.ts';

type Variant = 'no tap' | 'tap, unowned' | 'tap + side channel';
const VARIANTS: readonly Variant[] = ['no tap', 'tap, unowned', 'tap + side channel'];

const SCENARIOS = [
  { name: '1 connection, 64 B', connections: 1, payload: 64, messages: 6000 },
  { name: '100 connections, 64 B', connections: 100, payload: 64, messages: 20_000 },
  { name: '1 connection, 1 MiB', connections: 1, payload: 1 << 20, messages: 60 },
] as const;
const IDLE_CONNECTIONS = 1000;

/** The bounds that a benchmark would run into. */
const WIDE: Limits = {
  ...LIMITS,
  connectionsPerPage: 4096,
  connectionsPerAddress: 5000,
  connectionsInTotal: 5000,
  connectionRate: { perSecond: 1e9, burst: 1e9 },
  requestRate: { perSecond: 1e9, burst: 1e9 },
  messageRate: { perSecond: 1e9, burst: 1e9 },
};

interface Usage {
  readonly cpuMicros: number;
  readonly rss: number;
}

/** The child: listens, says where, and answers `usage` with what the process has used so far. */
async function serve(variant: Variant): Promise<void> {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    globalThis.gc?.();
    process.send?.({ cpuMicros: user + system, rss: process.memoryUsage.rss() });
  });
  process.on('disconnect', () => process.exit(0));
  if (variant !== 'no tap') {
    const { ports } = await createCompanion({ limits: WIDE });
    process.send?.(ports.main);
    return;
  }
  // The companion's own way to an echo, all but the tap.
  const server = createServer({ maxHeaderSize: WIDE.headBytes });
  const captured = { count: 0 };
  const registry = createPageRegistry(WIDE, captured);
  const gate = createConnectionGate(WIDE);
  const echo = createEchoServer(WIDE);
  const upgrade = createUpgradeHandler({
    gate,
    registry,
    guards: createGuards([], () => new Set()),
    echo,
    negotiate: createNegotiateServer(echo, WIDE),
    race: createRaceServer(WIDE),
    socketio: createSocketioRooms(WIDE),
    sideChannel: createSideChannel(
      registry,
      WIDE,
      () => ({ allows: { raw: false, respond: false }, madeWith: {} }),
      () => null,
    ),
  });
  server.on('connection', (socket: Socket) => gate.admit(socket));
  server.on('upgrade', (request, socket, head) => upgrade(request, socket, head, () => socket.destroy()));
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}

interface Server {
  readonly child: ChildProcess;
  readonly port: number;
  /** What sockets have in their query. */
  readonly query: string;
  usage(): Promise<Usage>;
  stop(): void;
}

async function startServer(variant: Variant): Promise<Server> {
  const child = fork(import.meta.filename, ['--serve', variant], { execArgv: ['--expose-gc'] });
  const [port] = (await once(child, 'message')) as [number];
  let query = '';
  let side: WebSocket | null = null;
  if (variant === 'tap + side channel') {
    side = new WebSocket(`ws://127.0.0.1:${port}${PATHS.sideChannel}`, { origin: `http://127.0.0.1:${port}` });
    const [ready] = await once(side, 'message');
    query = `?tap=${JSON.parse(String(ready)).tap}`;
  }
  return {
    child,
    port,
    query,
    async usage() {
      child.send('usage');
      const [usage] = (await once(child, 'message')) as [Usage];
      return usage;
    },
    stop() {
      side?.terminate();
      child.disconnect();
    },
  };
}

async function openConnection({ port, query }: Server): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  socket.write(
    `GET ${PATHS.echo}${query} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
  );
  const [head] = (await once(socket, 'data')) as [Buffer];
  if (!head.toString('latin1').startsWith('HTTP/1.1 101')) throw new Error(head.toString('latin1'));
  return socket;
}

/** A masked binary message, and how many bytes its echo has. */
function messageOf(length: number): { frame: Buffer; echoBytes: number } {
  const extended = length < 126 ? Buffer.alloc(0) : Buffer.alloc(8);
  if (extended.length > 0) extended.writeBigUInt64BE(BigInt(length));
  const first = Buffer.from([0x82, 0x80 | (length < 126 ? length : 127)]);
  const payload = Buffer.alloc(length, 0x61);
  const key = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);
  return { frame: Buffer.concat([first, extended, key, payload]), echoBytes: 2 + extended.length + length };
}

/** Each connection sends its next message when the last has come back; resolves when all have. */
async function pingPong(sockets: readonly Socket[], payload: number, messages: number): Promise<void> {
  const { frame, echoBytes } = messageOf(payload);
  let left = messages;
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((resolve) => {
          let received = 0;
          const next = () => {
            if (left <= 0) {
              socket.off('data', read);
              return resolve();
            }
            left -= 1;
            socket.write(frame);
          };
          const read = (chunk: Buffer) => {
            received += chunk.length;
            if (received < echoBytes) return;
            received -= echoBytes;
            next();
          };
          socket.on('data', read);
          next();
        }),
    ),
  );
}

/** CPU µs of the server per message. */
async function costOfMessages(server: Server, scenario: (typeof SCENARIOS)[number]): Promise<number> {
  const sockets = await Promise.all(Array.from({ length: scenario.connections }, () => openConnection(server)));
  const before = await server.usage();
  await pingPong(sockets, scenario.payload, scenario.messages);
  const after = await server.usage();
  for (const socket of sockets) socket.destroy();
  return (after.cpuMicros - before.cpuMicros) / scenario.messages;
}

/** RSS in KiB per idle connection, in a process that has done nothing else. */
async function costOfIdleness(variant: Variant): Promise<number> {
  const server = await startServer(variant);
  // What the first connections load and compile is not theirs.
  const first = await Promise.all(Array.from({ length: 50 }, () => openConnection(server)));
  const before = await server.usage();
  const sockets: Socket[] = [];
  for (let i = 0; i < IDLE_CONNECTIONS; i += 50)
    sockets.push(...(await Promise.all(Array.from({ length: 50 }, () => openConnection(server)))));
  const after = await server.usage();
  for (const socket of [...first, ...sockets]) socket.destroy();
  server.stop();
  return (after.rss - before.rss) / 1024 / IDLE_CONNECTIONS;
}

function print(name: string, best: Record<Variant, number>, unit: string): void {
  const bare = best['no tap'];
  const cells = VARIANTS.map(
    (variant) => `${best[variant].toFixed(1)} ${unit} (${(best[variant] / bare).toFixed(2)}×)`,
  );
  console.log(`| ${[name, ...cells].join(' | ')} |`);
}

async function bestOf(
  rounds: number,
  measure: (variant: Variant) => Promise<number>,
): Promise<Record<Variant, number>> {
  const best = Object.fromEntries(VARIANTS.map((variant) => [variant, Number.POSITIVE_INFINITY])) as Record<
    Variant,
    number
  >;
  // Round by round, so that a noisy minute of the machine meets every variant.
  for (let round = 0; round < rounds; round++)
    for (const variant of VARIANTS) best[variant] = Math.min(best[variant], await measure(variant));
  return best;
}

async function bench(rounds: number): Promise<void> {
  console.log(`Node ${process.versions.node}, loopback, best of ${rounds}; server CPU µs per echoed message\n`);
  console.log(`| | ${VARIANTS.join(' | ')} |\n|---|---|---|---|`);
  const servers = Object.fromEntries(
    await Promise.all(VARIANTS.map(async (variant) => [variant, await startServer(variant)])),
  ) as Record<Variant, Server>;
  for (const scenario of SCENARIOS)
    print(scenario.name, await bestOf(rounds, (variant) => costOfMessages(servers[variant], scenario)), 'µs');
  for (const variant of VARIANTS) servers[variant].stop();
  const idleRounds = Math.min(rounds, 3);
  print(`RSS per idle connection, ${IDLE_CONNECTIONS}`, await bestOf(idleRounds, costOfIdleness), 'KiB');
}

const [flag, value] = process.argv.slice(2);
const asked = VARIANTS.find((variant) => variant === value);
if (flag === '--serve' && asked) await serve(asked);
else await bench(Number(flag ?? 5) || 5);

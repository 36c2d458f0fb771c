import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { installed } from '#tools/installed.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** The first Python 3 that has the package `websockets`, or undefined. */
export const python: string | undefined = [process.env.PYTHON, 'python3', '/usr/bin/python3']
  .filter((path) => path !== undefined)
  .find((path) => spawnSync(path, ['-c', 'import websockets']).status === 0);
if (!python) installed('python3', '-c', 'import websockets');

/** The shell examples use what every Unix has; where one is missing their tests are skipped. */
export const shell = installed('openssl', 'version') && installed('curl', '--version');

const command = (file: string): [string, ...string[]] => {
  if (file.endsWith('.py')) return [python ?? 'python3', '-W', 'error', file];
  return file.endsWith('.sh') ? ['sh', file] : [process.execPath, file];
};

/** Runs an example to its end. */
export async function run(file: string, ...args: string[]): Promise<{ out: string; err: string; code: number | null }> {
  const [program, ...first] = command(file);
  const child = spawn(program, [...first, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  await once(child, 'close');
  return { out, err, code: child.exitCode };
}

export interface RunningServer {
  /** `127.0.0.1:40123` */
  readonly address: string;
  /** Lines printed after the address. */
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

/** Starts an example server on a free port; resolves when it has printed its address. */
export async function serve(file: string, origins: string): Promise<RunningServer> {
  const [program, ...first] = command(file);
  const child = spawn(program, [...first, '0'], {
    cwd: folder,
    env: { ...process.env, ORIGINS: origins },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (chunk) => (err += chunk));
  const lines: string[] = [];
  const address = await new Promise<string>((resolve, reject) => {
    child.once('close', (code) => reject(new Error(`${file} ended with ${code}: ${err}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /^listening on ws:\/\/(.*)$/.exec(line)?.[1];
      if (found) resolve(found);
      else lines.push(line);
    });
  });
  const stop = async () => {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  };
  return { address, lines, stop };
}

/** An address where nobody listens. */
export async function closedAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  server.close();
  await once(server, 'close');
  return `127.0.0.1:${address.port}`;
}

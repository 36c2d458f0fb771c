import { spawn } from 'node:child_process';
import { createCompanion } from '#demos/server/companion.ts';
import { isLoopback } from '#demos/server/origin-guard.ts';
import { buildIfChanged } from './build-if-changed.ts';
import { parseStartOptions, type StartOptions, USAGE } from './start-options.ts';

const SITE = 'dist';

/** Says why it cannot start, and ends. */
function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function warnings({ host, raw, respond }: StartOptions): readonly string[] {
  if (isLoopback(host)) return [];
  const open = [raw && 'raw sending', respond && 'byte-level answers'].filter(Boolean);
  const off = 'Raw sending and byte-level answers are off; --allow-raw and --allow-respond turn them on.';
  return [
    `Listening on ${host}: other machines can reach this companion.`,
    open.length > 0 ? `They can use ${open.join(' and ')} too.` : off,
  ];
}

/** Why listening failed, and what to do about it. */
function explain(error: NodeJS.ErrnoException, { host, port }: StartOptions): string {
  const start = 'npm start --';
  if (error.code === 'EADDRINUSE')
    return `Port ${port} on ${host} is in use, perhaps by a companion that already runs. Stop that program, or choose another port: ${start} --port ${port + 1} (or --port 0 for any free one).`;
  if (error.code === 'EACCES')
    return `Port ${port} on ${host} is not allowed for this user. Choose one above 1023: ${start} --port 4101.`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return `${host} is not an address of this machine. Leave --host out for 127.0.0.1.`;
  return error instanceof TypeError ? error.message : `Cannot start: ${error.message}`;
}

function openBrowser(url: string): void {
  const command = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open';
  const child = spawn(command, [url], { stdio: 'ignore', detached: true });
  child.on('error', () => console.error(`Cannot open a browser with ${command}; the address is ${url}/`));
  child.unref();
}

const parsed = parseStartOptions(process.argv.slice(2));
if (parsed.kind === 'help') {
  console.log(USAGE);
  process.exit(0);
}
if (parsed.kind === 'violation') fail(`${parsed.message}\n\n${USAGE}`);
const { options } = parsed;

if (options.build) await buildIfChanged(SITE).catch((error: Error) => fail(error.message));
for (const warning of warnings(options)) console.warn(warning);
const companion = await createCompanion({ ...options, siteDir: SITE }).catch((error) => fail(explain(error, options)));

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    // A second Ctrl+C means now.
    if (stopping) process.exit(1);
    stopping = true;
    companion.close().then(() => process.exit(0));
  });

console.log(`Switching Protocols: ${companion.url}/`);
if (options.open) openBrowser(companion.url);

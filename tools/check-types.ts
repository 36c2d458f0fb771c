/** `npm run types`: both type checkers at once. Astro's reads .astro and .ts, Svelte's reads .svelte. */
import { spawn } from 'node:child_process';

const CHECKERS = [
  ['astro', 'check', '--minimumFailingSeverity', 'warning', '--minimumSeverity', 'warning'],
  ['svelte-check', '--tsconfig', 'tsconfig.json', '--threshold', 'warning', '--fail-on-warnings'],
] as const;

/** Resolves to the checker's exit code once it has ended; its words are printed then, so that two never mix. */
function run([command, ...args]: readonly [string, ...string[]]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn('npx', ['--no-install', command, ...args], { shell: process.platform === 'win32' });
    const said: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(said));
      resolve(code ?? 1);
    });
  });
}

const codes = await Promise.all(CHECKERS.map(run));
process.exitCode = Math.max(...codes);

/** `npm run types`: each checker on the files that only it reads, all at once. What TypeScript found is kept for the next time. */
import { spawn } from 'node:child_process';

const CHECKERS = [
  ['tsc', '--incremental', '--tsBuildInfoFile', 'node_modules/.cache/types.tsbuildinfo'],
  ['svelte-check', '--tsconfig', 'tsconfig.svelte.json', '--threshold', 'warning', '--fail-on-warnings'],
  [
    'astro',
    'check',
    '--tsconfig',
    'tsconfig.astro.json',
    '--minimumFailingSeverity',
    'warning',
    '--minimumSeverity',
    'warning',
  ],
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

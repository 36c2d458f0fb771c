import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compressSite } from './compress-site.ts';

/** What the built site is made from. Tests beside the code change nothing in it. */
const INPUTS = ['content', 'demos', 'site', 'astro.config.mjs', 'svelte.config.js', 'package-lock.json'];
/** Where and under which address the site is to live are inputs too. */
const ENVIRONMENT = ['SITE', 'BASE'];
const STAMP = '.inputs-hash';

async function filesOf(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => null);
  if (entries === null) return existsSync(path) ? [path] : [];
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

export async function hashInputs(root = '.', environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const hash = createHash('sha256');
  const files = (await Promise.all(INPUTS.map((input) => filesOf(join(root, input))))).flat();
  for (const file of files.filter((name) => !name.endsWith('.test.ts')).sort()) {
    const content = await readFile(file);
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  for (const name of ENVIRONMENT) hash.update(`${name}=${environment[name] ?? ''}\0`);
  return hash.digest('hex');
}

/** Rejects with what the command was when it fails; its own words are on the terminal by then. */
function run(command: string, args: readonly string[]): Promise<void> {
  const shown = [command, ...args].join(' ');
  return new Promise((resolve, reject) => {
    const child = spawn('npx', ['--no-install', command, ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
      env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
    });
    child.on('error', () => reject(new Error(`Cannot run ${shown}. Run npm ci first.`)));
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${shown} failed (exit code ${code}).`))));
  });
}

/** Builds the site, its search index and its compressed files into `dist`, and stamps it with what it was built from. */
export async function build(dist: string): Promise<void> {
  const hash = await hashInputs();
  await run('astro', ['build']);
  await run('pagefind', ['--site', dist, '--silent']);
  await compressSite(dist);
  await writeFile(join(dist, STAMP), hash);
}

/** The same, unless `dist` was built from the same inputs. */
export async function buildIfChanged(dist: string): Promise<void> {
  const built = await readFile(join(dist, STAMP), 'utf8').catch(() => null);
  if (built === (await hashInputs())) return;
  console.log(built === null ? 'Building the site …' : 'The site has changed; building it again …');
  await build(dist);
}

import { spawnSync } from 'node:child_process';

/**
 * Whether a program that npm does not carry is on this machine. Where it is not, the tests that need it are skipped,
 * and say so; on CI, which installs them all, a missing one is an error.
 */
export function installed(program: string, ...args: readonly string[]): boolean {
  const found = spawnSync(program, args, { stdio: 'ignore' }).status === 0;
  if (!found && process.env['CI']) throw new Error(`${[program, ...args].join(' ')} failed: CI has to install it`);
  return found;
}

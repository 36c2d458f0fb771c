import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * A Chromium to test with: `$CHROMIUM`, else one that the machine has, else the one that npm carries with the shared
 * libraries it needs. `$NPM_CHROMIUM` asks for the last.
 */
export async function chromiumPath(): Promise<string> {
  const candidates = [process.env['CHROMIUM'], ...(process.env['NPM_CHROMIUM'] ? [] : INSTALLED)];
  const installed = candidates.find((candidate) => candidate && existsSync(candidate));
  if (installed) return installed;
  const { default: chromium, inflate, setupLambdaEnvironment } = await import('@sparticuz/chromium');
  const bin = fileURLToPath(new URL('../bin', import.meta.resolve('@sparticuz/chromium')));
  await inflate(path.join(bin, 'al2023.tar.br'));
  setupLambdaEnvironment(path.join(tmpdir(), 'al2023', 'lib'));
  return chromium.executablePath();
}

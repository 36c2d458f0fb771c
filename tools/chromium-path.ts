import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where an installed Chromium is looked for. `NPM_CHROMIUM=1` passes it over. */
const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * The machine's Chromium, or `CHROMIUM`; where there is none, the one in @sparticuz/chromium with the libraries it
 * ships, so that tests need no root and no download of a browser.
 */
export async function chromiumPath(): Promise<string> {
  const candidates = process.env.NPM_CHROMIUM ? [] : INSTALLED;
  for (const path of [process.env.CHROMIUM, ...candidates]) if (path && existsSync(path)) return path;
  const { default: chromium, inflate, setupLambdaEnvironment } = await import('@sparticuz/chromium');
  const bin = fileURLToPath(new URL('../bin', import.meta.resolve('@sparticuz/chromium')));
  await inflate(join(bin, 'al2023.tar.br'));
  setupLambdaEnvironment(join(tmpdir(), 'al2023', 'lib'));
  return chromium.executablePath();
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import type { Capture } from '#demos/capture/capture.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { createCompanion } from '#demos/server/companion.ts';
import { chromiumPath } from '#tools/chromium-path.ts';
import type { ScriptName } from './page.ts';

const ENTRY = fileURLToPath(new URL('./page.ts', import.meta.url));
const HTML =
  '<!doctype html><meta charset="utf-8"><title>recording</title><script type="module" src="/page.js"></script>';

export const SCRIPTS = [
  'handshake',
  'frames',
  'lifecycle',
  'deflate',
  'socketio-packet',
  'socketio-raw',
  'socketio-plain-server',
  'race',
  'assembler',
  'negotiation',
  'close',
] as const satisfies readonly ScriptName[];

/** A site of one page: the links a figure uses, and nothing else. */
async function buildPage(outDir: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: false,
      minify: false,
      lib: { entry: ENTRY, formats: ['es'], fileName: () => 'page.js' },
    },
  });
  await writeFile(path.join(outDir, 'index.html'), HTML);
}

/** Runs each script in a real Chromium against a real companion; the browser's own version stands first in `madeWith`. */
export async function recordAll<Name extends ScriptName>(names: readonly Name[]): Promise<Record<Name, Capture>> {
  const siteDir = await mkdtemp(path.join(tmpdir(), 'switching-protocols-capture-'));
  await buildPage(siteDir);
  const companion = await createCompanion({ siteDir });
  const browser = await chromium.launch({ executablePath: await chromiumPath() });
  try {
    const recorded: Partial<Record<Name, Capture>> = {};
    for (const name of names) {
      // A page of its own, so that its sockets count from 0.
      const page = await browser.newPage();
      await page.goto(companion.url);
      await page.waitForFunction('typeof record === "function"');
      const capture = recordedCapture(await page.evaluate((each) => globalThis.record(each), name), name);
      const madeWith = { ...capture.madeWith, Chromium: browser.version() };
      await page.close();
      recorded[name] = { ...capture, source: 'recorded', madeWith };
    }
    return recorded as Record<Name, Capture>;
  } finally {
    await browser.close();
    await companion.close();
    await rm(siteDir, { recursive: true });
  }
}

import { defineConfig } from '@playwright/test';
import { chromiumPath } from './tools/chromium-path.ts';

export default defineConfig({
  testDir: 'tests/browser',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  // How long a condition may take on a slow machine before it counts as not met.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list']],
  use: {
    launchOptions: { executablePath: await chromiumPath(), args: ['--disable-quic', '--no-first-run'] },
  },
});

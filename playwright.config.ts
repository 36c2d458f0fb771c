import { defineConfig } from '@playwright/test';
import { chromiumPath } from './tools/chromium-path.ts';

export default defineConfig({
  testDir: 'tests/browser',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list']],
  use: {
    launchOptions: { executablePath: await chromiumPath(), args: ['--disable-quic', '--no-first-run'] },
  },
});

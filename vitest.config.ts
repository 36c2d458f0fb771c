import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  test: {
    // A process of its own for every file costs more than the tests; no test leaves anything behind in a module.
    isolate: false,
    maxWorkers: 2,
    // How long a condition may take on a slow machine before it counts as not met.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
    include: ['{demos,site,content,tools,tests}/**/*.test.ts'],
    exclude: ['tests/browser/**', 'node_modules/**'],
  },
});

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  test: {
    include: ['{demos,site,content,tools,tests}/**/*.test.ts'],
    exclude: ['tests/browser/**', 'node_modules/**'],
  },
});

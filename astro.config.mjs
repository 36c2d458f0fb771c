import mdx from '@astrojs/mdx';
import sitemap from '@astrojs/sitemap';
import svelte from '@astrojs/svelte';
import { defineConfig } from 'astro/config';
import { companionPlugin } from './demos/server/vite-plugin.ts';
import { near } from './site/directives/integration.ts';
import { lazyProps } from './site/lazy-props.ts';
import { lazyStyles } from './site/lazy-styles.ts';
import { classes, theme } from './site/markdown/shiki.ts';
import { styleHashes } from './site/style-hashes.ts';

export default defineConfig({
  // Where the built site will stand. A file host under a path sets both.
  site: process.env.SITE ?? 'http://127.0.0.1:4101',
  base: process.env.BASE ?? '/',
  srcDir: './site',
  publicDir: './site/public',
  trailingSlash: 'always',
  // The default, 'jsx', drops white space between inline elements, and prose is full of them.
  compressHTML: true,
  // A sheet of a few KB costs a phone less inside the page than the round trip to fetch it.
  build: { inlineStylesheets: 'always' },
  devToolbar: { enabled: false },
  // While one edits, the companion shares the development server's port.
  server: { host: '127.0.0.1', port: 4101 },
  vite: { plugins: [companionPlugin(), lazyStyles()] },
  i18n: { locales: ['en', 'zh-cn'], defaultLocale: 'en' },
  integrations: [
    near(),
    mdx(),
    svelte(),
    styleHashes(),
    lazyProps(),
    sitemap({ filter: (page) => !page.endsWith('/search/') }),
  ],
  markdown: { shikiConfig: { theme, transformers: [classes] } },
  security: {
    csp: {
      directives: [
        "default-src 'self'",
        // 'self' covers sockets on the page's own port only; faults and raw sending have ports of their own.
        "connect-src 'self' ws://127.0.0.1:* ws://localhost:*",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'self'",
        "object-src 'none'",
      ],
    },
  },
});

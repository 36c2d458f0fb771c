import type { APIRoute } from 'astro';
import { link } from '#site/links.ts';

export const GET: APIRoute = ({ site }) =>
  new Response(`User-agent: *\nAllow: /\n\nSitemap: ${new URL(link('/sitemap-index.xml'), site)}\n`);

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';
import { pagesOf } from '#tools/page-weight.ts';

/** The built site under test. */
export const DIST = process.env['DIST'] ?? 'dist';

/** Every page of the built site as a path; `/404.html` is one. */
export const PAGES = await pagesOf(DIST);

/** The one lesson and the one lab page that hold the handshake figure. */
export const LESSON = '/lessons/upgrade-handshake/';
export const LAB = '/lab/handshake/';

export interface StaticSite {
  readonly url: string;
  close(): Promise<void>;
}

/** A plain file host: the built site and nothing else, so a page on it finds no companion. */
export async function createFileHost(folder: string): Promise<StaticSite> {
  const server = createServer(
    sirv(folder, {
      etag: true,
      onNoMatch: (_request, response) => response.writeHead(404).end('404 Not Found'),
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AttachOptions, attachCompanion } from './attach.ts';
import { addressAsHost } from './host-guard.ts';
import { NOT_FOUND, refuse } from './http-answers.ts';
import { LIMITS } from './limits.ts';
import { createStaticSite } from './static-site.ts';

export interface CompanionOptions extends Omit<AttachOptions, 'host' | 'sharesUpgrades'> {
  /** 0: any free port. */
  readonly port?: number;
  /** `127.0.0.1` unless told. */
  readonly host?: string;
  /** The built site; `null`: sockets only. */
  readonly siteDir?: string | null;
}

export interface Companion {
  /** The address to give a browser, without a slash at the end. */
  readonly url: string;
  readonly ports: { readonly main: number; readonly strict: number | null; readonly responder: number | null };
  /** Closes every WebSocket with 1001 and stops listening. Safe to call twice. */
  close(): Promise<void>;
}

/** One process, one main port: the site, the demo sockets and the tap. Rejects with Node's error where it cannot listen. */
export async function createCompanion(options: CompanionOptions = {}): Promise<Companion> {
  const { port = 0, host = '127.0.0.1', siteDir = null } = options;
  const limits = { ...LIMITS, ...options.limits };
  const server = createServer({
    maxHeaderSize: limits.headBytes,
    headersTimeout: limits.headMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: Math.min(1000, Math.ceil(limits.headMs / 2)),
    // `curl --http2` asks for h2c; a server may leave such a wish unanswered (RFC 9110 §7.8).
    shouldUpgradeCallback: ({ headers }) => /websocket/i.test(headers.upgrade ?? ''),
  });
  // A connection above the gate's bound hears 503; far above it, it is not accepted.
  server.maxConnections = 2 * limits.connectionsInTotal;

  const site = siteDir === null ? null : createStaticSite(siteDir, limits);
  const attached = await attachCompanion(server, { ...options, host });
  server.on('request', (request, response) =>
    attached.middleware(request, response, () => {
      if (!site) return refuse(response, NOT_FOUND);
      site(request, response).catch(() => response.destroy());
    }),
  );

  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (error) {
    await attached.close();
    throw error;
  }

  const { address, port: main } = server.address() as AddressInfo;
  const shown =
    address === '0.0.0.0' || address === '::' || host === 'localhost' ? 'localhost' : addressAsHost(address);
  let closing: Promise<void> | null = null;
  return {
    url: `http://${shown}:${main}`,
    ports: { main, ...attached.ports },
    close: () => {
      closing ??= (async () => {
        const closed = new Promise((resolve) => server.close(resolve));
        await attached.close();
        server.closeAllConnections();
        await closed;
      })();
      return closing;
    },
  };
}

import { Server } from 'node:http';
import type { Plugin } from 'vite';
import { attachCompanion } from './attach.ts';

/**
 * Gives Vite's development server the companion's sockets, tap and Host rule, on the same port.
 * Vite's own upgrade (HMR, at its `base`) is left to Vite once its Host is right.
 */
export function companionPlugin(): Plugin {
  return {
    name: 'companion',
    apply: 'serve',
    async configureServer({ httpServer, middlewares, config }) {
      // In middleware mode there is no server of Vite's own, and nothing to attach to.
      if (!(httpServer instanceof Server)) return;
      const { host } = config.server;
      const address = host === true ? '0.0.0.0' : host || '127.0.0.1';
      const companion = await attachCompanion(httpServer, { host: address, sharesUpgrades: true });
      middlewares.use((request, response, next) =>
        companion.middleware(request, response, () => {
          if (request.headers.accept?.includes('text/html')) response.setHeader('Server-Timing', 'companion');
          next();
        }),
      );
      httpServer.once('close', () => void companion.close());
    },
  };
}

/** What the figure loads only when the reader runs something. */
import { PATHS } from '#demos/capture/side-channel.ts';
import type { Link } from '#demos/link/link.ts';
import { createLiveLink } from '#demos/link/live.ts';
import { browserPage } from '#demos/link/page.ts';
import type { SocketioLink } from '#demos/link/socketio-live.ts';

export { transcriptOf } from './raw-transcript.ts';

/** A plain WebSocket of this page to the Socket.IO server. */
export const openPlainClient = (): Link =>
  createLiveLink(browserPage(), { path: PATHS.socketio, query: { EIO: '4', transport: 'websocket' } });

/** A real Socket.IO client of this page, and the server that only echoes. Brings socket.io-client with it. */
export const openPlainServer = async (): Promise<SocketioLink> =>
  (await import('#demos/link/socketio-live.ts')).createSocketioLink(browserPage(), {
    path: PATHS.echo,
    timeoutMs: 4000,
  });

import type { WebSocket } from 'ws';

/** Close codes of RFC 6455 §7.4.1 and, for 1013, of the IANA registry. */
const GOING_AWAY = 1001;
export const POLICY_VIOLATION = 1008;
export const TRY_AGAIN_LATER = 1013;

/** Resolves when `done` does, or after `ms`. */
export async function within(ms: number, done: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([done, late]);
  clearTimeout(timer);
}

/** Starts every closing handshake with 1001; those not finished after `graceMs` are cut. */
export async function goAway(server: { readonly clients: ReadonlySet<WebSocket> }, graceMs: number): Promise<void> {
  const peers = [...server.clients];
  const gone = peers.map((peer) => new Promise((resolve) => peer.once('close', resolve)));
  for (const peer of peers) peer.close(GOING_AWAY, 'the companion stops');
  await within(graceMs, Promise.all(gone));
  for (const peer of server.clients) peer.terminate();
}

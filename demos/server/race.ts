import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { raceEventText } from '#demos/capture/race-event.ts';
import { PATHS } from '#demos/capture/side-channel.ts';
import { goAway, POLICY_VIOLATION, TRY_AGAIN_LATER } from './go-away.ts';
import { NOT_FOUND, type Refusal, refuse, TOO_MANY_CLIENTS } from './http-answers.ts';
import type { Limits } from './limits.ts';
import type { Page } from './page.ts';
import type { PageCommand } from './page-command.ts';
import { answerPoll, answerStream, answerWait, lastKnown, whenOver } from './race-answers.ts';
import { createRaceRoom, type RaceRoom } from './race-room.ts';

export interface RaceServer {
  /** Begins the page's race. */
  start(page: Page, command: Extract<PageCommand, { kind: 'race' }>): void;
  /** Answers a request to one of the race's paths. */
  request(page: Page, url: URL, request: IncomingMessage, response: ServerResponse): void;
  upgrade(page: Page, request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
}

export const isRacePath = (path: string): boolean => path.startsWith(PATHS.race);

/** The same events by four ways: polling, long polling, server-sent events, WebSocket. One race a page, which no other page is told of. */
export function createRaceServer(
  limits: Pick<Limits, 'raceHoldMs' | 'raceLifeMs' | 'raceHeld' | 'raceUnsentBytes' | 'messageBytes' | 'graceMs'>,
): RaceServer {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: limits.messageBytes });
  const rooms = new Map<Page, { readonly room: RaceRoom; held: number }>();

  const roomOf = (page: Page) => {
    const known = rooms.get(page);
    if (known) return known;
    const made = { room: createRaceRoom(), held: 0 };
    rooms.set(page, made);
    page.onClose(() => {
      rooms.delete(page);
      made.room.close();
    });
    return made;
  };

  /** A request that is not answered at once is one of a few of its page. */
  const hold = (page: Page, request: IncomingMessage, response: ServerResponse): Refusal | null => {
    const of = roomOf(page);
    if (of.held >= limits.raceHeld) return TOO_MANY_CLIENTS;
    of.held += 1;
    const stopWatching = page.onClose(() => response.destroy());
    whenOver(request, response, () => {
      of.held -= 1;
      stopWatching();
    });
    return null;
  };

  return {
    start: (page, { times, forMs }) => roomOf(page).room.start(times, forMs),
    request(page, url, request, response) {
      const { room } = roomOf(page);
      if (url.pathname === PATHS.racePoll) return answerPoll(response, room, lastKnown(url));
      if (url.pathname !== PATHS.raceWait && url.pathname !== PATHS.raceEvents) return refuse(response, NOT_FOUND);
      const refusal = hold(page, request, response);
      if (refusal) return refuse(response, refusal);
      if (url.pathname === PATHS.raceWait) answerWait(request, response, room, lastKnown(url), limits);
      else answerStream(request, response, room, limits);
    },
    upgrade(page, request, socket, head) {
      server.handleUpgrade(request, socket, head, (peer) => {
        const stop = roomOf(page).room.listen((event) => {
          if (!event) return;
          if (peer.bufferedAmount > limits.raceUnsentBytes) peer.terminate();
          else peer.send(raceEventText(event));
        });
        const life = setTimeout(() => peer.close(TRY_AGAIN_LATER, 'open for too long'), limits.raceLifeMs);
        const stopWatching = page.onClose(() => peer.terminate());
        peer.on('error', () => {});
        peer.on('message', () => peer.close(POLICY_VIOLATION, 'this end only sends'));
        peer.once('close', () => {
          stop();
          stopWatching();
          clearTimeout(life);
        });
      });
    },
    close() {
      for (const { room } of rooms.values()) room.close();
      return goAway(server, limits.graceMs);
    },
  };
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { raceBatch, raceStreamText } from '#demos/capture/race-event.ts';
import { SECURITY_HEADERS } from './http-answers.ts';
import type { Limits } from './limits.ts';
import type { RaceRoom } from './race-room.ts';

const NEVER_STORED = { ...SECURITY_HEADERS, 'Cache-Control': 'no-store' } as const;

/** Runs when the response is done with or its client gone. One that waits behind another is not told that its client is. */
export function whenOver({ socket }: IncomingMessage, response: ServerResponse, run: () => void): void {
  const over = (): void => {
    response.off('close', over);
    socket.off('close', over);
    run();
  };
  response.once('close', over);
  socket.once('close', over);
}

/** `after=12` in the query: the last event the client has. */
export const lastKnown = (url: URL): number => {
  const text = url.searchParams.get('after') ?? '';
  return /^\d{1,4}$/.test(text) ? Number(text) : 0;
};

/** Polling: what has happened, at once, even when that is nothing. */
export function answerPoll(response: ServerResponse, room: RaceRoom, after: number): void {
  const body = raceBatch(room.after(after));
  response.writeHead(200, {
    ...NEVER_STORED,
    'Content-Type': 'application/json',
    'Content-Length': String(body.length),
  });
  response.end(body);
}

/** Long polling: as soon as something has happened; with nothing when there is no race, it ends, or the hold runs out. */
export function answerWait(
  request: IncomingMessage,
  response: ServerResponse,
  room: RaceRoom,
  after: number,
  { raceHoldMs }: Pick<Limits, 'raceHoldMs'>,
): void {
  const answer = (): void => {
    stop();
    clearTimeout(hold);
    if (!response.destroyed && !response.headersSent) answerPoll(response, room, after);
  };
  const stop = room.listen(answer);
  const hold = setTimeout(answer, raceHoldMs);
  whenOver(request, response, () => {
    stop();
    clearTimeout(hold);
  });
  if (!room.running || room.after(after).length > 0) answer();
}

/** Server-sent events: one response that goes on for as long as the connection may live. */
export function answerStream(
  request: IncomingMessage,
  response: ServerResponse,
  room: RaceRoom,
  { raceLifeMs, raceUnsentBytes }: Pick<Limits, 'raceLifeMs' | 'raceUnsentBytes'>,
): void {
  response.writeHead(200, { ...NEVER_STORED, 'Content-Type': 'text/event-stream' });
  if (request.method === 'HEAD') return void response.end();
  response.flushHeaders();
  const stop = room.listen((event) => {
    if (!event) return;
    if (response.writableLength > raceUnsentBytes) response.destroy();
    else response.write(raceStreamText(event));
  });
  const life = setTimeout(() => {
    // A response that has ended may wait for one before it, or for its client, and takes nothing more.
    stop();
    response.end();
  }, raceLifeMs);
  whenOver(request, response, () => {
    stop();
    clearTimeout(life);
  });
}

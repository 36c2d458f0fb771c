import type { Capture } from '#demos/capture/capture.ts';
import { choiceQuery } from '#demos/capture/negotiate-query.ts';
import type { Problem } from '#demos/capture/problem.ts';
import { doOrRefuse, followLink } from '#demos/link/follow.ts';
import type { Intent, Link } from '#demos/link/link.ts';
import { concat, utf8Encode } from '#demos/protocol/bytes.ts';
import { negotiationFields } from '#demos/protocol/negotiate-answer.ts';
import { storiesOf } from './negotiation.reading.ts';
import type { Setup } from './negotiation.runs.ts';
import { choiceOf, protocolsOf } from './negotiation.setup.ts';
import type { Story } from './negotiation.story.ts';

/** What Chromium 156 and ws 8.23.0 offer, and what no script can change: what the model's browser offers too. */
export const BROWSER_OFFERS = 'permessage-deflate; client_max_window_bits';

const BEFORE_ACCEPT = utf8Encode(
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ',
);

/** A 101 with these lines; the accept value of whoever asks is put in at `acceptAt`. A line break ends a line. */
export function answerBytes(lines: string): { readonly bytes: Uint8Array; readonly acceptAt: number } {
  const own = lines.split(/\r\n|\r|\n/).filter((line) => line !== '');
  const bytes = concat(BEFORE_ACCEPT, utf8Encode(`\r\n${own.map((line) => `${line}\r\n`).join('')}\r\n`));
  return { bytes, acceptAt: BEFORE_ACCEPT.length };
}

/** What is asked of a link: of the live one that ws answers, or these bytes; of the model always bytes. */
export function intentOf(setup: Setup, source: Link['source']): Extract<Intent, { kind: 'connect' | 'respond-with' }> {
  const protocols = protocolsOf(setup);
  if (setup.by === 'hand') return { kind: 'respond-with', protocols, ...answerBytes(setup.lines) };
  const choice = choiceOf(setup);
  if (source === 'live') return { kind: 'connect', protocols, query: choiceQuery(choice) };
  const fields = negotiationFields({ protocols, extensions: BROWSER_OFFERS }, choice);
  const lines = fields.map(([name, value]) => `${name}: ${value}`).join('\n');
  return { kind: 'respond-with', protocols, ...answerBytes(lines) };
}

export interface RunListener {
  /** Called for every change; `settled` once script was told and the tap has said all that it will. */
  story(story: Story, settled: boolean, capture: Capture): void;
  refused(problem: Problem): void;
  lost(isLost: boolean): void;
}

/** Said twice where it is echoed: what is agreed shows in the second. */
export const GREETING = 'Hello';
export const GREETINGS = 2;

/** Bytes that the reader wrote are answered with, and nothing is echoed after them; nor does the model. */
export const echoes = (setup: Pick<Setup, 'by'>, source: Link['source']): boolean =>
  setup.by === 'ws' && source === 'live';

/** The tap's records and script's events arrive by different ways: wait for both. Nothing is sent where a constructor throws. */
export const isSettled = ({ told, response, echoes }: Story, greets: boolean): boolean =>
  told.kind === 'threw' ||
  (told.kind !== 'nothing' && response !== null && (told.kind === 'failed' || !greets || echoes.length >= GREETINGS));

/** Greets once it is open; does nothing otherwise. */
export function greet(link: Link, { told }: Story): void {
  if (told.kind === 'opened') for (let i = 0; i < GREETINGS; i += 1) link.do({ kind: 'send', data: GREETING });
}

/** Performs one negotiation on a link and follows it; what opens is closed when it is settled. Returns what ends the following. */
export function startRun(link: Link, setup: Setup, listener: RunListener): () => void {
  const greets = echoes(setup, link.source);
  let greeted = false;
  let settled = false;
  const follow = (): void => {
    const capture = link.capture.get();
    const story = storiesOf(capture).at(-1);
    if (!story || settled) return;
    if (greets && !greeted && story.told.kind === 'opened') {
      greeted = true;
      greet(link, story);
    }
    settled = isSettled(story, greets);
    listener.story(story, settled, capture);
    // What is agreed is seen: a socket that stays open would hold a place, and zlib's memory.
    if (settled && story.told.kind === 'opened' && link.can('close')) link.do({ kind: 'close', code: 1000 });
  };
  const stop = followLink(link, { ...listener, captured: follow });
  const intent = intentOf(setup, link.source);
  // A companion that is being reached may offer it yet.
  if (!link.can(intent.kind) && link.status.get().kind !== 'ready') listener.lost(true);
  else doOrRefuse(link, intent, listener.refused);
  follow();
  return stop;
}

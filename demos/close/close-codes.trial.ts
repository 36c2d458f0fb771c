import type { Capture, CaptureEvent } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import { answerBytes } from '#demos/link/by-hand.ts';
import { doOrRefuse, followLink } from '#demos/link/follow.ts';
import type { Intent, Link } from '#demos/link/link.ts';
import { encodeClosePayload } from '#demos/protocol/close-payload.ts';
import { encodeFrame } from '#demos/protocol/frame-encoder.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';
import { isOpen } from './close.run.ts';
import { type CloseFrame, type Story, storyOf } from './close.story.ts';

/** Script says the code, or is given it by a server that may say anything. */
export type TrialKind = 'say' | 'receive';

interface Told {
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;
}

/** What came of a code that was really said. */
export interface Trial {
  readonly kind: TrialKind;
  readonly code: number;
  readonly source: Capture['source'];
  readonly madeWith: Capture['madeWith'];
  /** The exception of close(), where it took no such code. */
  readonly threw: { readonly name: string; readonly message: string } | null;
  /** The Close frames that passed. */
  readonly up: CloseFrame | null;
  readonly down: Pick<CloseFrame, 'code' | 'reason'> | null;
  readonly script: Told | null;
  readonly server: Told | null;
  readonly failed: boolean;
  readonly settled: boolean;
}

const closeIn = (story: Story, direction: 'client-to-server' | 'server-to-client'): CloseFrame | null => {
  const found = story.find(({ what }) => what.kind === 'frame' && what.direction === direction && what.close !== null);
  return found?.what.kind === 'frame' ? found.what.close : null;
};

/** The answer, with the Close right behind it, stands in the capture before script knows that anything is open. */
const gaveClose = (events: readonly CaptureEvent[]): boolean =>
  events.some((event) => event.kind === 'bytes' && event.direction === 'server-to-client');

const toldIn = (story: Story, end: 'client' | 'server'): Told | null => {
  const found = story.find(({ what }) => what.kind === 'closed' && what.end === end)?.what;
  return found?.kind === 'closed' ? found : null;
};

function threwIn(events: readonly CaptureEvent[]): Trial['threw'] {
  for (const event of events)
    if (event.kind === 'script' && 'do' in event.script && event.script.do === 'throw')
      return { name: event.script.name, message: event.script.message };
  return null;
}

export function trialOf(capture: Capture, kind: TrialKind, code: number): Trial {
  const story = storyOf(capture) ?? [];
  const threw = threwIn(capture.events);
  const [script, server] = [toldIn(story, 'client'), toldIn(story, 'server')];
  // A server that was given its bytes by hand has no program that is told anything.
  const over = capture.events.some((event) => event.kind === 'closed');
  return {
    kind,
    code,
    source: capture.source,
    madeWith: capture.madeWith,
    threw,
    up: closeIn(story, 'client-to-server'),
    down: kind === 'say' ? closeIn(story, 'server-to-client') : gaveClose(capture.events) ? { code, reason: '' } : null,
    script,
    server,
    failed: story.some(({ what }) => what.kind === 'told' && what.told === 'error' && what.end === 'client'),
    settled: threw !== null || (script !== null && (kind === 'say' ? server !== null : over)),
  };
}

export interface TrialListener {
  changed(trial: Trial): void;
  refused(problem: Problem): void;
}

/** A 101, and right behind it a Close that holds the code, legal or not. */
function givenBy(code: number): Intent {
  const payload = encodeClosePayload(code);
  const frame = encodeFrame({ from: 'server', kind: 'control', opcode: OPCODE.close, payload });
  return { kind: 'respond-with', ...answerBytes(frame) };
}

/** Says the code on a connection of its own. Returns what ends the following. */
export function startTrial(link: Link, kind: TrialKind, code: number, listener: TrialListener): () => void {
  let said = kind === 'receive';
  let begun = false;
  function begin(): void {
    const { kind: status } = link.status.get();
    if (begun || status === 'idle' || status === 'connecting' || status === 'lost') return;
    begun = true;
    doOrRefuse(link, kind === 'say' ? { kind: 'connect' } : givenBy(code), listener.refused);
  }
  const unfollow = followLink(link, {
    captured() {
      const capture = link.capture.get();
      listener.changed(trialOf(capture, kind, code));
      if (said || !isOpen(capture.events)) return;
      said = true;
      link.do({ kind: 'close', code });
    },
    refused: listener.refused,
    lost: () => {},
  });
  const unsubscribe = link.status.subscribe(begin);
  begin();
  return () => {
    unsubscribe();
    unfollow();
  };
}

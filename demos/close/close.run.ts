import type { Capture, CaptureEvent } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import { doOrRefuse, followLink } from '#demos/link/follow.ts';
import type { Intent, Link } from '#demos/link/link.ts';
import type { ModelLink } from '#demos/link/model.ts';
import { RUNS, type RunId, type RunStep } from './close.runs.ts';

export interface RunListener {
  /** Called for every change. */
  changed(capture: Capture): void;
  refused(problem: Problem): void;
  lost(isLost: boolean): void;
}

/** Whether script, and the server's program, know that the connection is open. */
export function isOpen(events: readonly CaptureEvent[]): boolean {
  const script = events.some((event) => event.kind === 'script' && 'on' in event.script && event.script.on === 'open');
  return script && events.some((event) => event.kind === 'peer' && 'on' in event.peer && event.peer.on === 'open');
}

const isReady = (events: readonly CaptureEvent[]): boolean =>
  events.some((event) => event.kind === 'peer' && 'do' in event.peer);

const hasCome = ({ when }: RunStep, events: readonly CaptureEvent[]): boolean =>
  isOpen(events) && (when === 'open' || isReady(events));

/** Real sockets answer in a later task by themselves; a model has to be told what belongs together. */
function inOneTask(link: Link | ModelLink, intents: readonly Intent[], refused: RunListener['refused']): void {
  if ('together' in link) link.together(intents);
  else for (const intent of intents) doOrRefuse(link, intent, refused);
}

/** Opens one connection on a link, from nothing, and ends it as the run says. Returns what stops the following. */
export function startRun(link: Link, run: RunId, listener: RunListener): () => void {
  let todo = RUNS[run];
  let connected = false;
  let stopped = false;

  function go(): void {
    const [step] = todo;
    if (!step || stopped || !hasCome(step, link.capture.get().events)) return;
    // An intent may change the capture at once, so the step is taken off first.
    todo = todo.slice(1);
    inOneTask(link, step.intents, listener.refused);
  }
  /** A companion that is being reached cannot serve a socket yet. */
  function connect(): void {
    const { kind } = link.status.get();
    if (connected || kind === 'idle' || kind === 'connecting' || kind === 'lost') return;
    connected = true;
    doOrRefuse(link, { kind: 'connect' }, listener.refused);
  }

  const unfollow = followLink(link, {
    captured() {
      listener.changed(link.capture.get());
      go();
    },
    refused: listener.refused,
    lost: listener.lost,
  });
  const unsubscribe = link.status.subscribe(connect);
  connect();
  return () => {
    stopped = true;
    unsubscribe();
    unfollow();
  };
}

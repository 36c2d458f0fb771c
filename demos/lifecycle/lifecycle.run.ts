import type { Capture } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import type { Intent, Link, LinkStatus } from '#demos/link/link.ts';
import type { ModelLink } from '#demos/link/model.ts';
import { ACTS, type ActId, type RunStep } from './lifecycle.acts.ts';
import { type Story, storyOf } from './lifecycle.story.ts';

export interface LifeListener {
  /** Called for every change. */
  story(story: Story, capture: Capture): void;
  refused(problem: Problem): void;
  lost(isLost: boolean): void;
}

/** One WebSocket on a link, followed. */
export interface Life {
  act(act: ActId): void;
  /** Follows no more. */
  stop(): void;
}

const isAt = ({ moments }: Story, place: string): boolean => {
  const state = moments.at(-1)?.state ?? '';
  return state.split(' ').some((path) => path === place || path.startsWith(`${place}.`));
};

/** Real sockets answer in a later task by themselves; a model has to be told what belongs together. */
function inOneTask(link: Link | ModelLink, intents: readonly Intent[]): void {
  if ('together' in link) link.together(intents);
  else for (const intent of intents) link.do(intent);
}

const WAITS: ReadonlySet<LinkStatus['kind']> = new Set(['idle', 'connecting', 'lost']);

/** Begins a life on a link, from nothing, and goes through the steps as the connection comes to where they belong. */
export function startLife(link: Link, steps: readonly RunStep[], listener: LifeListener): Life {
  let todo = steps;
  let stopped = false;

  function act(id: ActId): void {
    const { intents } = ACTS[id];
    const [first] = intents;
    if (first && link.can(first.kind)) inOneTask(link, intents);
    else
      listener.refused({
        rule: 'act.not-now',
        found: 'a WebSocket that is not there',
        expected: 'one that is open here',
      });
  }

  /** An act may change the capture at once, so the step is taken off first. */
  function go(story: Story | null): void {
    const [step] = todo;
    if (!step || stopped) return;
    if (step.at !== undefined && !(story && isAt(story, step.at))) return;
    todo = todo.slice(1);
    act(step.act);
  }

  function follow(): void {
    const capture = link.capture.get();
    const story = storyOf(capture);
    if (story) listener.story(story, capture);
    go(story);
  }

  function onStatus(status: LinkStatus): void {
    listener.lost(status.kind === 'lost');
    if (status.kind === 'refused') listener.refused(status);
    // The first step opens a socket, which a companion that is being reached cannot serve yet.
    if (!WAITS.has(status.kind) && todo === steps) go(null);
  }

  link.clear();
  const stopCapture = link.capture.subscribe(follow);
  const stopStatus = link.status.subscribe(onStatus);
  onStatus(link.status.get());
  return {
    act,
    stop() {
      stopped = true;
      stopCapture();
      stopStatus();
    },
  };
}

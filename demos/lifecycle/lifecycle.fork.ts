import type { Capture } from '#demos/capture/capture.ts';
import { forkOf, replayFork, type Task } from '#demos/link/fork.ts';
import { createModelLink, type ModelLinkOptions } from '#demos/link/model.ts';
import { ACTS, type ActId } from './lifecycle.acts.ts';
import { type Life, type LifeListener, startLife } from './lifecycle.run.ts';
import { type Story, storyOf } from './lifecycle.story.ts';

const stateOf = (capture: Capture): string | undefined => storyOf(capture)?.moments.at(-1)?.state;

/**
 * The past with the act at its end. The model needs no time: where it has gone further than the past had when the
 * reader acted, the act belongs to the last task, before anything else passes.
 */
function tasksWith(past: readonly Task[], act: ActId, state: string, options: ModelLinkOptions): readonly Task[] {
  const trial = createModelLink(options);
  replayFork(trial, past);
  const { intents } = ACTS[act];
  const last = past.at(-1);
  if (last === undefined || stateOf(trial.capture.get()) === state) return [...past, intents];
  return [...past.slice(0, -1), [...last, ...intents]];
}

/** Plays the past of a life, up to a moment, to the model, and lets it go on from there with an act. */
export function startFork(
  { capture, story, index }: { readonly capture: Capture; readonly story: Story; readonly index: number },
  act: ActId,
  listener: LifeListener,
  options: ModelLinkOptions = {},
): Life {
  const moment = story.moments[index];
  const events = capture.events
    .filter(({ connection }) => connection === story.connection)
    .slice(0, moment?.events ?? 0);
  const settings = { reads: true, ...options };
  const link = createModelLink(settings);
  const life = startLife(link, [], listener);
  replayFork(link, tasksWith(forkOf({ ...capture, events }), act, moment?.state ?? '', settings));
  return life;
}

import type { Capture } from '#demos/capture/capture.ts';
import { CLAIMS, type Claim } from '#demos/machines/ws-connection.claims.ts';
import { claimIn } from '#demos/machines/ws-connection.machine.ts';
import { type Story, storyOf } from './lifecycle.story.ts';
import type { LifecycleTexts } from './lifecycle.texts.ts';

/** The life a recording holds. Throws a TypeError where it holds none. */
export function recordedStory(capture: Capture): Story {
  const story = storyOf(capture);
  if (!story) throw new TypeError('The recording holds no connection');
  return story;
}

/** What a line of the chart prints while the shutter is down: what script sees of the transition, by its `meta`. */
export function seenOnEdge(meta: unknown, { ui }: LifecycleTexts): string {
  const id = claimIn(meta);
  if (id === null) return '';
  const claim: Claim = CLAIMS[id];
  if (claim.sees === 'event') return claim.events.join(', ');
  if (claim.sees === 'nothing') return '';
  return claim.sees === 'attribute' && claim.attribute === 'readyState' ? ui.noEvent : '';
}

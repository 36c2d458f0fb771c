import { seededBytes } from '#demos/link/random-bytes.ts';
import { BEST_TACTIC, KEY_MODES } from './attack.keys.ts';
import { type PoisonStory, storyOf } from './poison.story.ts';

/** One story for each way to choose keys, each with the attacker's best tactic: told at build time, the same each time. */
export const toldStories = (): readonly PoisonStory[] =>
  KEY_MODES.map((keys, i) => storyOf({ keys, tactic: BEST_TACTIC[keys] }, seededBytes(6455 + i)));

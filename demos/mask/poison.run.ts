/** What the figure loads only when the reader changes the attack. */
export { browserRandomBytes } from '#demos/link/random-bytes.ts';
export { storyOf } from './poison.story.ts';

/** What the figure loads only when the reader opens a connection. */
export { followLink } from '#demos/link/follow.ts';
export { browserRandomBytes } from '#demos/link/random-bytes.ts';
export { sentFrames } from './mask.story.ts';

/** What a figure loads only when the reader runs something: a page that is read ships none of it. */
export { startRun } from './handshake.run.ts';
export { tell } from './handshake.story.ts';

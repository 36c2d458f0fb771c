/** What the figure loads only when the reader runs something: a page that is read ships none of it. */
export { recordedRun } from './close.recording.ts';
export { startRun } from './close.run.ts';
export { storyOf } from './close.story.ts';

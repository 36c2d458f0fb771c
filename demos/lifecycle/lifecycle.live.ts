/** What a figure loads only when the reader runs something: a page that is read ships none of it. */
export { recordedCapture } from '#demos/capture/recording.ts';
export { startFork } from './lifecycle.fork.ts';
export { startLife } from './lifecycle.run.ts';

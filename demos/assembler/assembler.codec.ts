/** What the figure loads when the reader reaches for it: what reads a timeline, and what answers one without a server. */
export { modelCapture } from './assembler.model.ts';
export { outcomeOf } from './assembler.outcome.ts';
export { readTimeline } from './assembler.reading.ts';

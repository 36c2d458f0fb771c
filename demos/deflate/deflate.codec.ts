/** What the figure loads when the reader first reaches for it. */
export { readHash } from './deflate.hash.ts';
export { OwnConversation } from './deflate.own.ts';
export { partOf, stepOfPart } from './deflate.parts.ts';
export { flipBit, readScene } from './deflate.read.ts';
export { RUNS } from './deflate.runs.ts';
export { benchAt, nthOf } from './deflate.talk.ts';
export { tell } from './deflate.tell.ts';

/** What the figure loads when the reader first reaches for it. */
export { flipBit, obeyLink, runScenario, selectPart } from './deflate.acts.ts';
export { benchAt } from './deflate.bench.ts';
export { OwnConversation } from './deflate.own.ts';
export { unpacked } from './deflate.packed.ts';
export { readScene } from './deflate.read.ts';
export { tell } from './deflate.tell.ts';
export { tellTalk } from './deflate.tell-talk.ts';

/** What the figure loads when the reader reaches for it: what changes a frame, judges it and sends it, and what the page may ask. */
export { ask, obeyLink, runScenario } from './frames.acts.ts';
export { flipBit, setPayloadLength } from './frames.edit.ts';
export { LazyLinks } from './frames.links.ts';
export { comparePolicies } from './frames.policies.ts';
export { TriedFrame } from './frames.tried.ts';

/** What the figure loads when the reader reaches for it: what changes a frame, what judges it, and what the page may ask. */
export { ask, obeyLink, runScenario } from './frames.acts.ts';
export { flipBit, setPayload } from './frames.edit.ts';
export { comparePolicies } from './frames.policies.ts';

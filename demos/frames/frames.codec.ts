/** What the figure loads when the reader reaches for it: what changes a frame, and what judges it. */
export { flipBit, setPayload } from './frames.edit.ts';
export { comparePolicies } from './frames.policies.ts';

/** What the picker loads only when the reader tries a code. */
export { startTrial } from './close-codes.trial.ts';

/** What the figure loads only when the reader opens a connection or sends the bench's frame. */
export { answerBytes, rawBytes } from '#demos/link/by-hand.ts';
export { createLinks } from '#demos/link/links.ts';
export { browserRandomBytes } from '#demos/link/random-bytes.ts';
export { base64Encode } from '#demos/protocol/base64.ts';
export { logOf } from './frames.log.ts';
export { openSocket } from './frames.socket.ts';
export { startTrial } from './frames.trial.ts';

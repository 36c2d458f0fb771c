/** What the figure loads only when the reader opens a connection or sends the bench's frame. */
export { browserRandomBytes } from '#demos/link/random-bytes.ts';
export { base64Encode } from '#demos/protocol/base64.ts';
export { logOf } from './frames.log.ts';
export { openSocket } from './frames.socket.ts';
export { answerBytes, rawBytes, startTrial } from './frames.trial.ts';

import { latin1Decode } from '#demos/protocol/bytes.ts';

/**
 * Whether a browser may take a cookie from an answer. Chromium 156 keeps one from a 101, and sends it to every
 * server on the same host, because cookies ignore ports: an answer could so log a reader in elsewhere as another.
 * Looked for anywhere, and through control characters, since an answer need not be HTTP.
 */
export const setsCookie = (answer: Uint8Array): boolean =>
  /set-cookie/i.test(latin1Decode(answer.filter((byte) => byte > 0x20)));

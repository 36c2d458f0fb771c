import { answerBytes, rawBytes } from '#demos/link/by-hand.ts';
import type { Intent } from '#demos/link/link.ts';
import { base64Encode } from '#demos/protocol/base64.ts';
import type { Role } from '#demos/protocol/violation.ts';

/** What asks a link to send a timeline: as a client to a strict server, or as a server to this page. */
export const intentOf = (frames: Uint8Array, from: Role, nonce: Uint8Array): Intent =>
  from === 'client'
    ? { kind: 'send-raw', bytes: rawBytes(frames, base64Encode(nonce)) }
    : { kind: 'respond-with', ...answerBytes(frames) };

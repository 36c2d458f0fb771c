import type { Policy } from '#demos/protocol/frame.ts';
import type { Role } from '#demos/protocol/violation.ts';

export const POLICIES: readonly Policy[] = ['rfc', 'ws', 'chromium'];

/** Which receiver stands at the other end of what is really sent: ws, or a browser. */
export const receiverOf = (from: Role): Policy => (from === 'client' ? 'ws' : 'chromium');

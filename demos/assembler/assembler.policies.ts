import type { Capture } from '#demos/capture/capture.ts';
import { browserName } from '#demos/parts/provenance.ts';
import type { Policy } from '#demos/protocol/frame.ts';
import type { Role } from '#demos/protocol/violation.ts';

export const POLICIES: readonly Policy[] = ['rfc', 'ws', 'chromium'];

/** Which receiver stands at the other end of what is really sent: ws, or a browser. Only Chromium's ways were measured: another is held to the RFC. */
export function receiverOf(from: Role, madeWith: Capture['madeWith'] = {}): Policy {
  if (from === 'client') return 'ws';
  return browserName(madeWith) && !madeWith['Chromium'] ? 'rfc' : 'chromium';
}

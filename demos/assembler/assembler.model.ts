import type { Capture } from '#demos/capture/capture.ts';
import { createModelLink } from '#demos/link/model.ts';
import { utf8Encode } from '#demos/protocol/bytes.ts';
import type { Role } from '#demos/protocol/violation.ts';
import { type Card, timelineBytes } from './assembler.card.ts';
import { intentOf } from './assembler.intent.ts';

/** The 16 bytes of RFC 6455 §1.3's example key: a handshake that is computed and not sent. */
const EXAMPLE_NONCE = utf8Encode('the sample nonce');

/** The same exchange computed: our reader, as strict as the receiver that would be there. */
export function modelCapture(cards: readonly Card[], from: Role): Capture {
  const link = createModelLink({ policy: 'chromium', serverPolicy: 'ws' });
  link.do(intentOf(timelineBytes(cards, from), from, EXAMPLE_NONCE));
  return link.capture.get();
}

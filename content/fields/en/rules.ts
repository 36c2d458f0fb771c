import type { RuleText } from '#content/fields/texts.ts';
import type { RuleId } from '#demos/protocol/rules.ts';
import { frameRules } from './rules-frame.ts';
import { handshakeRules } from './rules-handshake.ts';
import { httpRules } from './rules-http.ts';
import { inflateRules } from './rules-inflate.ts';
import { socketioRules } from './rules-socketio.ts';

/** A text for every rule whose breach the codec reports. A missing one does not compile. */
export const rules = {
  ...httpRules,
  ...handshakeRules,
  ...frameRules,
  ...inflateRules,
  ...socketioRules,
} as const satisfies Record<RuleId, RuleText>;

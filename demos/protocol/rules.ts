import { ENGINEIO_RULES } from './rules-engineio.ts';
import { HANDSHAKE_RULES } from './rules-handshake.ts';
import { HTTP_RULES } from './rules-http.ts';
import { INFLATE_RULES } from './rules-inflate.ts';
import { SOCKETIO_RULES } from './rules-socketio.ts';
import { WEBSOCKET_RULES } from './rules-websocket.ts';
import type { Source } from './source.ts';

/** Every rule whose breach the codec reports, with the place where it is written. */
export const RULES = {
  ...HTTP_RULES,
  ...HANDSHAKE_RULES,
  ...WEBSOCKET_RULES,
  ...INFLATE_RULES,
  ...ENGINEIO_RULES,
  ...SOCKETIO_RULES,
} as const satisfies Record<string, Source>;

export type RuleId = keyof typeof RULES;

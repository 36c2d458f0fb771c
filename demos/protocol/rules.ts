import { CLOSE_RULES } from './rules-close.ts';
import { DEFLATE_RULES } from './rules-deflate.ts';
import { ENGINEIO_RULES } from './rules-engineio.ts';
import { FRAME_RULES } from './rules-frame.ts';
import { HANDSHAKE_RULES } from './rules-handshake.ts';
import { HTTP_RULES } from './rules-http.ts';
import { INFLATE_RULES } from './rules-inflate.ts';
import { SOCKETIO_RULES } from './rules-socketio.ts';
import type { Source } from './source.ts';

/** Every rule whose breach the codec reports, with the place where it is written. */
export const RULES = {
  ...HTTP_RULES,
  ...HANDSHAKE_RULES,
  ...FRAME_RULES,
  ...CLOSE_RULES,
  ...DEFLATE_RULES,
  ...INFLATE_RULES,
  ...ENGINEIO_RULES,
  ...SOCKETIO_RULES,
} as const satisfies Record<string, Source>;

export type RuleId = keyof typeof RULES;

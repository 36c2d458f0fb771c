import type { Source } from './source.ts';

export const HANDSHAKE_RULES = {} as const satisfies Record<string, Source>;

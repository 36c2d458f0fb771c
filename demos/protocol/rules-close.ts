import type { Source } from './source.ts';

export const CLOSE_RULES = {} as const satisfies Record<string, Source>;

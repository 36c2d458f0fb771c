import type { Source } from './source.ts';

export const DEFLATE_RULES = {} as const satisfies Record<string, Source>;

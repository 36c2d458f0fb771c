import type { Source } from './source.ts';

export const HTTP_RULES = {} as const satisfies Record<string, Source>;

import type { Source } from './source.ts';

export const FRAME_RULES = {} as const satisfies Record<string, Source>;

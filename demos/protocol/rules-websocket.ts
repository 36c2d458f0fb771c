import { CLOSE_RULES } from './rules-close.ts';
import { DEFLATE_RULES } from './rules-deflate.ts';
import { FRAME_RULES } from './rules-frame.ts';
import type { Source } from './source.ts';

/** The rules of frames and messages: what reads them needs no others. */
export const WEBSOCKET_RULES = { ...FRAME_RULES, ...CLOSE_RULES, ...DEFLATE_RULES } as const satisfies Record<
  string,
  Source
>;

export type WebsocketRule = keyof typeof WEBSOCKET_RULES;

import type { Source } from './source.ts';

export const DEFLATE_RULES = {
  'deflate.rsv1-control': { document: 'RFC 7692', section: '6.1' },
  'deflate.rsv1-continuation': { document: 'RFC 7692', section: '6.1' },
} as const satisfies Record<string, Source>;

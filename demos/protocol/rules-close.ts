import type { Source } from './source.ts';

export const CLOSE_RULES = {
  'close.payload-length': { document: 'RFC 6455', section: '5.5.1' },
  'close.code': { document: 'RFC 6455', section: '7.4' },
  'close.reason-utf8': { document: 'RFC 6455', section: '5.5.1' },
} as const satisfies Record<string, Source>;

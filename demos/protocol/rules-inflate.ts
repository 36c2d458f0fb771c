import type { Source } from './source.ts';

/** Where DEFLATE data can be wrong. That it ends too early is no rule of its own: nobody can say where it should have ended. */
export const INFLATE_RULES = {
  'inflate.block-type': { document: 'RFC 1951', section: '3.2.3' },
  'inflate.stored-length': { document: 'RFC 1951', section: '3.2.4' },
  'inflate.code-counts': { document: 'RFC 1951', section: '3.2.7' },
  'inflate.oversubscribed': { document: 'RFC 1951', section: '3.2.2' },
  'inflate.incomplete': { document: 'RFC 1951', section: '3.2.7' },
  'inflate.no-end-of-block': { document: 'RFC 1951', section: '3.2.5' },
  'inflate.repeat-nothing': { document: 'RFC 1951', section: '3.2.7' },
  'inflate.repeat-overrun': { document: 'RFC 1951', section: '3.2.7' },
  'inflate.code': { document: 'RFC 1951', section: '3.2.2' },
  'inflate.symbol': { document: 'RFC 1951', section: '3.2.6' },
  'inflate.distance': { document: 'RFC 1951', section: '3.2.3' },
  'inflate.window': { document: 'RFC 7692', section: '7.2.1' },
} as const satisfies Record<string, Source>;

export type InflateRule = keyof typeof INFLATE_RULES;

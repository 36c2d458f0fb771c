import type { Source } from './source.ts';

/** The grammar of HTTP/1.1 heads. Which of these a reader may tolerate is decided where they are reported, in `http-parse`. */
export const HTTP_RULES = {
  'http.not-http': { document: 'RFC 9112', section: '4' },
  'http.head-too-large': { document: 'RFC 9110', section: '5.4' },
  'http.leading-empty-line': { document: 'RFC 9112', section: '2.2' },
  'http.bare-lf': { document: 'RFC 9112', section: '2.2' },
  'http.leading-space': { document: 'RFC 9112', section: '2.2' },
  'http.request-line': { document: 'RFC 9112', section: '3' },
  'http.method': { document: 'RFC 9112', section: '3.1' },
  'http.target': { document: 'RFC 9112', section: '3.2' },
  'http.version': { document: 'RFC 9112', section: '2.3' },
  'http.status-line': { document: 'RFC 9112', section: '4' },
  'http.status': { document: 'RFC 9112', section: '4' },
  'http.missing-reason-space': { document: 'RFC 9112', section: '4' },
  'http.reason': { document: 'RFC 9112', section: '4' },
  'http.missing-colon': { document: 'RFC 9112', section: '5' },
  'http.field-name': { document: 'RFC 9110', section: '5.1' },
  'http.space-before-colon': { document: 'RFC 9112', section: '5.1' },
  'http.field-value': { document: 'RFC 9110', section: '5.5' },
  'http.control-character': { document: 'RFC 9110', section: '5.5' },
  'http.obs-fold': { document: 'RFC 9112', section: '5.2' },
} as const satisfies Record<string, Source>;

export type HttpRule = keyof typeof HTTP_RULES;

import type { Source } from './source.ts';

export const ENGINEIO_RULES = {
  'engineio.type': { document: 'Engine.IO v4', section: 'Protocol' },
  'engineio.base64': { document: 'RFC 4648', section: '4' },
} as const satisfies Record<string, Source>;

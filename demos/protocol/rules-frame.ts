import type { Source } from './source.ts';

/** `frame.*` is broken by one header; `message.*` by a frame in its place among the others. */
export const FRAME_RULES = {
  'frame.rsv1': { document: 'RFC 6455', section: '5.2' },
  'frame.rsv2': { document: 'RFC 6455', section: '5.2' },
  'frame.rsv3': { document: 'RFC 6455', section: '5.2' },
  'frame.opcode': { document: 'RFC 6455', section: '5.2' },
  'frame.mask-required': { document: 'RFC 6455', section: '5.1' },
  'frame.mask-forbidden': { document: 'RFC 6455', section: '5.1' },
  'frame.control-fin': { document: 'RFC 6455', section: '5.5' },
  'frame.control-length': { document: 'RFC 6455', section: '5.5' },
  'frame.length-minimal': { document: 'RFC 6455', section: '5.2' },
  'frame.length-sign-bit': { document: 'RFC 6455', section: '5.2' },
  'frame.length-limit': { document: 'RFC 6455', section: '10.4' },
  'message.continuation': { document: 'RFC 6455', section: '5.4' },
  'message.unfinished': { document: 'RFC 6455', section: '5.4' },
  'message.after-close': { document: 'RFC 6455', section: '5.5.1' },
  'message.too-big': { document: 'RFC 6455', section: '10.4' },
  'message.utf8': { document: 'RFC 6455', section: '8.1' },
} as const satisfies Record<string, Source>;

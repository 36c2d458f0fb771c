import type { RuleText } from '#content/fields/texts.ts';
import type { InflateRule } from '#demos/protocol/rules-inflate.ts';

export const inflateRules = {
  'inflate.block-type': {
    title: 'A block’s type is 00, 01 or 10',
    advice: 'Make BTYPE 00 for stored, 01 for fixed or 10 for dynamic: 11 is reserved.',
  },
  'inflate.stored-length': {
    title: 'NLEN is LEN with every bit turned over',
    advice: 'Send LEN twice, the second time with every bit turned over.',
  },
  'inflate.code-counts': {
    title: 'A block has 286 codes and 30 distances',
    advice: 'Make HLIT and HDIST at most 29: RFC 1951 has room for two more distances, and zlib accepts none.',
  },
  'inflate.oversubscribed': {
    title: 'There are more codes than bits allow',
    advice: 'Choose lengths for which the shares of all codes, 1 in 2 to the length, add up to 1.',
  },
  'inflate.incomplete': {
    title: 'Some bits would be the code of nothing',
    advice: 'Choose lengths that leave no code over; only a lone code of one bit may.',
  },
  'inflate.no-end-of-block': {
    title: 'A block needs a code for its end',
    advice: 'Give symbol 256 a code length of at least 1.',
  },
  'inflate.repeat-nothing': {
    title: 'A repeat needs a length before it',
    advice: 'Begin the code lengths with a length, or with 17 or 18 for zeros.',
  },
  'inflate.repeat-overrun': {
    title: 'A repeat ends with the last code length',
    advice: 'Repeat no more often than there are codes left: HLIT + 257 and HDIST + 1 in all.',
  },
  'inflate.code': {
    title: 'These bits are no code',
    advice: 'Send only codes that the block’s header gives a length.',
  },
  'inflate.symbol': {
    title: 'This symbol has a code and no meaning',
    advice: 'Use symbols up to 285 for lengths and up to 29 for distances.',
  },
  'inflate.distance': {
    title: 'The distance reaches before the first byte',
    advice: 'Copy only what this message, or one before it that may be referred to, has written.',
  },
  'inflate.window': {
    title: 'The distance is larger than the agreed window',
    advice: 'Keep distances within 2 to the max_window_bits bytes that the handshake agreed on.',
  },
} as const satisfies Record<InflateRule, RuleText>;

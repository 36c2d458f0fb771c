import type { DumpLine } from './dump-lines.ts';

/** Whose output a dump looks like. `words`: `hexdump` or `od` without options, in 16-bit words. */
export const DUMP_STYLES = ['xxd', 'hexdump', 'words', 'od', 'wireshark', 'follow'] as const;
export type DumpStyle = (typeof DUMP_STYLES)[number];

/** What is known of a dump by its lines. */
export interface DumpLook {
  readonly radix: number;
  readonly words: boolean;
  readonly bothWays: boolean;
}

/** By its first line: xxd has a colon, hexdump -C bars around the text, Wireshark four digits of offset, od none of these. */
export function dumpStyle(text: string, first: DumpLine, { radix, words, bothWays }: DumpLook): DumpStyle {
  if (bothWays) return 'follow';
  if (first.colon) return 'xxd';
  if (words) return 'words';
  const body = text.slice(first.bodyAt, first.end);
  if (/\|.*\|$/.test(body)) return 'hexdump';
  return radix === 16 && first.offset.length === 4 ? 'wireshark' : first.offset.length === 8 ? 'follow' : 'od';
}

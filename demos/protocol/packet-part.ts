import type { FieldId } from './fields.ts';
import { RULES, type RuleId } from './rules.ts';
import type { Source } from './source.ts';
import { byteSpan, type Span } from './span.ts';
import { createUtf8Offsets } from './utf8-offsets.ts';
import type { Role, Violation } from './violation.ts';

/** One field of an Engine.IO or Socket.IO packet. Spans count bits of the UTF-8 of the text that was decoded, from `at`. */
export interface PacketPart {
  readonly field: FieldId;
  readonly span: Span;
  readonly value: string | number;
  readonly source: Source;
  readonly children: readonly PacketPart[];
}

/** How a packet's text is placed and who sent it. */
export interface PacketOptions {
  /** The other end notices a violation. The client by default. */
  readonly from?: Role;
  /** Byte offset of the text in its message: spans count from the message's start. */
  readonly at?: number;
}

/** Names the parts and the violations of one text by indices of its UTF-16 units. */
export interface PacketText {
  span(start: number, end: number): Span;
  part(
    field: FieldId,
    range: readonly [start: number, end: number],
    value: string | number,
    source: Source,
    children?: readonly PacketPart[],
  ): PacketPart;
  /** An empty range at the end of the text is no place: the character before stands for it. */
  violation(rule: RuleId, range: readonly [start: number, end: number], found: string, expected: string): Violation;
}

export function createPacketText(text: string, { from = 'client', at = 0 }: PacketOptions): PacketText {
  const offsets = createUtf8Offsets(text);
  const span = (start: number, end: number): Span => byteSpan(at + offsets(start), at + offsets(end));
  return {
    span,
    part: (field, [start, end], value, source, children = []) => ({
      field,
      span: span(start, end),
      value,
      source,
      children,
    }),
    violation: (rule, [start, end], found, expected) => ({
      rule,
      source: RULES[rule],
      span: span(start === end ? Math.max(0, start - 1) : start, end),
      found,
      expected,
      closeCode: null,
      noticedBy: from === 'client' ? 'server' : 'client',
    }),
  };
}

/** The character at an index, quoted; the end of a text has none. */
export function quoteAt(text: string, index: number): string {
  const code = text.codePointAt(index);
  return code === undefined ? 'the end' : JSON.stringify(String.fromCodePoint(code));
}

/** Where the character at an index ends: two units on for one beyond the Basic Multilingual Plane. */
export const characterEnd = (text: string, index: number): number =>
  Math.min(text.length, index + ((text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1));

import { contentEnd, equalsIgnoringCase, skipSpace } from './http-grammar.ts';
import type { HeadField } from './http-head.ts';
import { byteSpan, type Span } from './span.ts';

/** Whatever has field lines: a request head, a response head, or a part of one. */
export interface WithFields {
  readonly fields: readonly HeadField[];
}

/** The field lines of that name, in order; names are compared without case (RFC 9110 §5.1). */
export const fieldLines = ({ fields }: WithFields, name: string): readonly HeadField[] =>
  fields.filter((field) => equalsIgnoringCase(field.name, name));

export const fieldValues = (head: WithFields, name: string): string[] =>
  fieldLines(head, name).map((field) => field.value);

/** Part of a field's value, `start` and `end` in characters of that value. */
export const valueSpan = (field: HeadField, start: number, end: number): Span =>
  byteSpan(field.valueSpan.start / 8 + start, field.valueSpan.start / 8 + end);

export interface ListElement {
  readonly text: string;
  readonly span: Span;
}

/**
 * The elements of a comma-separated list of tokens (RFC 9110 §5.6.1), over all lines of that name, without their white
 * space. Empty elements are left out, as §5.6.1.2 asks.
 */
export function listValue(head: WithFields, name: string): readonly ListElement[] {
  return fieldLines(head, name).flatMap((field) =>
    [...field.value.matchAll(/[^,]+/g)].flatMap(({ 0: element, index }) => {
      const start = index + skipSpace(element, 0);
      const end = index + contentEnd(element);
      return end <= start ? [] : [{ text: field.value.slice(start, end), span: valueSpan(field, start, end) }];
    }),
  );
}

export const listIncludes = (head: WithFields, name: string, token: string): ListElement | undefined =>
  listValue(head, name).find(({ text }) => equalsIgnoringCase(text, token));

/** A comma with nothing beside it. RFC 9110 §5.6.1.2 has readers pass over it; Chromium and ws refuse it in places. */
export const hasEmptyElement = (head: WithFields, name: string): boolean =>
  fieldValues(head, name).some((value) => value.split(',').some((element) => contentEnd(element) === 0));

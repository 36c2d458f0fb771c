import type { Span } from '#demos/protocol/span.ts';
import type { Violation } from '#demos/protocol/violation.ts';
import type { Annotation, PlacedViolation } from './dissection.ts';

const holds = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

/**
 * Puts a violation on the smallest part of `annotation` that holds its span; on the whole when none does.
 * `inside`: where it says more closely, in a space of its own, what is wrong there.
 */
export function placeViolation<A extends Annotation>(
  annotation: A,
  violation: Violation,
  space: string,
  inside: Pick<PlacedViolation, 'space' | 'span'> | null = null,
): A {
  const index = annotation.children.findIndex(
    (child) => child.space === space && holds(child.span, violation.span) && child.span.end > child.span.start,
  );
  const child = annotation.children[index];
  if (child === undefined)
    return annotation.violation ? annotation : { ...annotation, violation: { ...violation, space, ...inside } };
  return { ...annotation, children: annotation.children.with(index, placeViolation(child, violation, space, inside)) };
}

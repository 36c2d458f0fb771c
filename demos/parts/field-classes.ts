import type { Annotation } from '#demos/capture/dissection.ts';
import type { FieldId } from '#demos/protocol/fields.ts';

/** One colour for each field of a frame, everywhere (`t-…` in the style sheet). */
const CLASS_OF: Partial<Record<FieldId, string>> = {
  'ws.mask': 't-len',
  'ws.length-7': 't-len',
  'ws.length-16': 't-len',
  'ws.length-64': 't-len',
  'ws.masking-key': 't-key',
  'ws.payload': 't-pay',
  'ws.close-code': 't-pay',
  'ws.close-reason': 't-pay',
};

/** The annotations without parts of their own in the same bytes: a masked Close has its code in unmasked ones. */
const leaves = (annotation: Annotation): readonly Annotation[] =>
  annotation.children.every(({ space }) => space !== annotation.space)
    ? [annotation]
    : annotation.children.flatMap(leaves);

/** Style classes of each byte of a frame, from its annotation. A frame's first byte is `split`: FIN and RSV, then opcode. */
export function fieldClasses(unit: Annotation, length: number): string[][] {
  const first = unit.span.start / 8;
  const classes: string[][] = Array.from({ length }, () => []);
  if (unit.field === 'ws.frame' && length > 0) classes[0] = ['split'];
  for (const { field, span, space } of leaves(unit)) {
    const name = CLASS_OF[field];
    if (!name || space !== unit.space) continue;
    for (let byte = Math.floor(span.start / 8); byte < Math.ceil(span.end / 8); byte++) {
      const at = classes[byte - first];
      if (at && at.length === 0) at.push(name);
    }
  }
  return classes;
}

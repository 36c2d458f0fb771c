import type { Annotation } from '#demos/capture/dissection.ts';
import { fieldClasses } from '#demos/parts/field-classes.ts';
import type { FieldId } from '#demos/protocol/fields.ts';
import type { DetailField, Layer } from './detail.ts';

const BYTES_OF: Readonly<Record<string, string>> = { eio: 't-eio', sio: 't-sio' };
const BITS: Partial<Record<FieldId, string>> = {
  'ws.fin': 't-fin',
  'ws.rsv1': 't-fin',
  'ws.rsv2': 't-fin',
  'ws.rsv3': 't-fin',
  'ws.opcode': 't-op',
  'ws.mask': 't-len',
  'ws.length-7': 't-len',
  'ws.length-16': 't-len',
  'ws.length-64': 't-len',
  'ws.masking-key': 't-key',
  'ws.payload': 't-pay',
};

/** The colour of a field's name and bar: one for each field of a frame, one for each layer above. */
export const colourOf = (field: FieldId): string => BITS[field] ?? BYTES_OF[field.slice(0, 3)] ?? '';

/** Classes of each byte of a layer that is shown. */
export function byteClasses({ via, fields, hex }: Layer): readonly (readonly string[])[] {
  if (via === 'stream') {
    const [root, ...parts] = fields;
    if (root?.field !== 'ws.frame') return hex.map(() => []);
    return fieldClasses({ ...annotation(root), children: parts.map(annotation) }, hex.length);
  }
  const classes = hex.map((): string[] => []);
  // Inner fields come later and win.
  for (const { field, span } of fields) {
    const name = BYTES_OF[field.slice(0, 3)];
    if (name) for (let at = span.start / 8; at < Math.min(span.end / 8, hex.length); at += 1) classes[at] = [name];
  }
  return classes;
}

const annotation = ({ field, span, source }: DetailField): Annotation => ({
  field,
  space: '',
  span,
  value: '',
  source,
  children: [],
});

/** Whether a byte is part of a run of bits. */
export const isIn = (byte: number, { start, end }: { readonly start: number; readonly end: number }): boolean =>
  byte >= Math.floor(start / 8) && byte < Math.ceil(end / 8);

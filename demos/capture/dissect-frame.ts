import { toHex } from '#demos/protocol/bytes.ts';
import type { FieldId } from '#demos/protocol/fields.ts';
import { source } from '#demos/protocol/source.ts';
import type { Span } from '#demos/protocol/span.ts';
import type { Annotation } from './dissection.ts';

const FRAMING = source('RFC 6455', '5.2');

/** Reads as much of a frame's header as `bytes` hold, legal or not. `index` is where they stand in `space`. */
export function annotateFrameHeader(bytes: Uint8Array, space: string, index: number): Annotation[] {
  const annotations: Annotation[] = [];
  const bits = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const base = index * 8;
  const add = (field: FieldId, start: number, end: number, value: Annotation['value'], section = FRAMING): void => {
    const span: Span = { start: base + start, end: base + end };
    if (end <= bytes.length * 8) annotations.push({ field, space, span, value, source: section, children: [] });
  };
  const [first = 0, second = 0] = bytes;
  add('ws.fin', 0, 1, (first & 0x80) !== 0);
  add('ws.rsv1', 1, 2, (first & 0x40) !== 0);
  add('ws.rsv2', 2, 3, (first & 0x20) !== 0);
  add('ws.rsv3', 3, 4, (first & 0x10) !== 0);
  add('ws.opcode', 4, 8, first & 0x0f);
  add('ws.mask', 8, 9, (second & 0x80) !== 0);
  add('ws.length-7', 9, 16, second & 0x7f);
  const form = second & 0x7f;
  const keyAt = form === 127 ? 10 : form === 126 ? 4 : 2;
  if (form === 126 && bytes.length >= 4) add('ws.length-16', 16, 32, bits.getUint16(2));
  if (form === 127 && bytes.length >= 10) add('ws.length-64', 16, 80, smallest(bits.getBigUint64(2)));
  if (second & 0x80)
    add(
      'ws.masking-key',
      keyAt * 8,
      keyAt * 8 + 32,
      toHex(bytes.subarray(keyAt, keyAt + 4)),
      source('RFC 6455', '5.3'),
    );
  return annotations;
}

const smallest = (value: bigint): number | bigint => (value <= Number.MAX_SAFE_INTEGER ? Number(value) : value);

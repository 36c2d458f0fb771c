import { grouped } from '#demos/parts/grouped.ts';
import { toHex, utf8DecodeLenient } from '#demos/protocol/bytes.ts';
import { isControlOpcode, isReservedOpcode, OPCODE } from '#demos/protocol/opcode.ts';
import { type Anatomy, type PartName, pieceAt } from './frames.anatomy.ts';
import type { Bench } from './frames.bench.ts';
import { isUtf8 } from './frames.masking.ts';
import { takeApart } from './frames.taken.ts';

/** What a field's value means. Each has a sentence in every locale. */
const MEANINGS = [
  'fin.last',
  'fin.more',
  'rsv.clear',
  'rsv.compressed',
  'rsv.set',
  'opcode.continuation',
  'opcode.text',
  'opcode.binary',
  'opcode.close',
  'opcode.ping',
  'opcode.pong',
  'opcode.reserved-data',
  'opcode.reserved-control',
  'mask.client',
  'mask.server',
  'mask.missing',
  'mask.unwanted',
  'length.here',
  'length.16',
  'length.64',
  'extended.16',
  'extended.64',
  'key',
  'payload.text',
  'payload.bytes',
  'payload.close',
  'payload.absent',
  'next',
] as const;
export type Meaning = (typeof MEANINGS)[number];

/** One field as the list tells it. */
export interface Field {
  readonly part: PartName;
  /** As a person would write it: `1`, `0 0 0`, `37 fa 21 3d`. */
  readonly value: string;
  readonly meaning: Meaning;
  /** For the sentence's placeholders. */
  readonly values: Readonly<Record<string, string | number>>;
}

/** As many bytes as a line of the list holds. */
const SHOWN = 12;

const shortHex = (bytes: Uint8Array, most = SHOWN): string =>
  toHex(bytes.subarray(0, most)) + (bytes.length > most ? ' …' : '');

const NAMES = new Map<number, keyof typeof OPCODE>(
  Object.entries(OPCODE).map(([name, code]) => [code, name as keyof typeof OPCODE]),
);

function opcodeMeaning(opcode: number): Meaning {
  const name = NAMES.get(opcode);
  if (name) return `opcode.${name}`;
  return isControlOpcode(opcode) ? 'opcode.reserved-control' : 'opcode.reserved-data';
}

/** The fields of the bench's frame, as far as their bits have come. */
export function fieldsOf(bench: Bench, anatomy: Anatomy): readonly Field[] {
  const { bytes, from } = bench;
  if (bytes.length === 0) return [];
  const { header, payload } = takeApart(bytes, anatomy);
  const [first = 0, second] = bytes;
  const field = (part: PartName, value: string | number, meaning: Meaning, values: Field['values'] = {}): Field => ({
    part,
    value: String(value),
    meaning,
    values,
  });

  const rsv = [first & 0x40, first & 0x20, first & 0x10].map((bit) => (bit ? 1 : 0));
  const compressed = bench.deflate && rsv[0] === 1 && rsv[1] === 0 && rsv[2] === 0;
  const fields = [
    field('fin', header.fin ? 1 : 0, header.fin ? 'fin.last' : 'fin.more'),
    field(
      'rsv',
      rsv.join(' '),
      rsv.every((bit) => bit === 0) ? 'rsv.clear' : compressed ? 'rsv.compressed' : 'rsv.set',
    ),
    field('opcode', header.opcode.toString(16), opcodeMeaning(header.opcode)),
  ];
  if (second === undefined) return fields;

  const masked = (second & 0x80) !== 0;
  fields.push(
    field(
      'mask',
      masked ? 1 : 0,
      masked
        ? from === 'client'
          ? 'mask.client'
          : 'mask.unwanted'
        : from === 'server'
          ? 'mask.server'
          : 'mask.missing',
    ),
    field('length', second & 0x7f, header.lengthForm === 7 ? 'length.here' : `length.${header.lengthForm}`),
  );
  if (header.lengthForm !== 7)
    fields.push(
      field(
        'extended-length',
        anatomy.announced === null ? '' : grouped(anatomy.announced),
        `extended.${header.lengthForm}`,
      ),
    );
  if (header.maskingKey) {
    const keyAt = anatomy.headerBytes - 4;
    fields.push(field('key', toHex(bytes.subarray(keyAt, anatomy.headerBytes)), 'key'));
  }
  const announced = anatomy.announced ?? 0;
  if (announced > 0) fields.push(payloadField(bench, anatomy, payload));
  if (anatomy.next > 0)
    fields.push(field('next', shortHex(bytes.subarray(bytes.length - anatomy.next)), 'next', { bytes: anatomy.next }));
  return fields;
}

function payloadField({ bytes }: Bench, anatomy: Anatomy, payload: Uint8Array): Field {
  const wire = bytes.subarray(anatomy.headerBytes, anatomy.headerBytes + anatomy.here);
  const value = shortHex(wire);
  const values = { hex: shortHex(payload), bytes: payload.length, missing: String(anatomy.missing) };
  const field = (meaning: Meaning, more: Field['values'] = {}): Field => ({
    part: 'payload',
    value,
    meaning,
    values: { ...values, ...more },
  });
  if (anatomy.missing > 0) return field('payload.absent');
  const opcode = (bytes[0] ?? 0) & 0x0f;
  if (opcode === OPCODE.close) {
    const [high, low] = payload;
    return high === undefined || low === undefined
      ? field('payload.bytes')
      : field('payload.close', { code: high * 256 + low, reason: utf8DecodeLenient(payload.subarray(2)) });
  }
  const readable = !isReservedOpcode(opcode) && opcode !== OPCODE.binary && isUtf8(payload);
  const text = utf8DecodeLenient(payload.subarray(0, 48));
  return readable
    ? field('payload.text', { text: payload.length > 48 ? `${text.slice(0, 40)}…` : text })
    : field('payload.bytes');
}

/** The name under which the diagram shows a run of bits: RSV1 to RSV3 have their own. */
export function bitName(anatomy: Anatomy, bit: number): PartName | 'rsv1' | 'rsv2' | 'rsv3' {
  const part = pieceAt(anatomy, bit)?.part ?? 'next';
  return part === 'rsv' ? (`rsv${bit as 1 | 2 | 3}` as const) : part;
}

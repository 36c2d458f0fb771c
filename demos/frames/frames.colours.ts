import type { PartName } from './frames.anatomy.ts';

/** The style class of each part: one colour for each field, everywhere. */
export const COLOUR_OF: Readonly<Record<PartName, string>> = {
  fin: 'c-fin',
  rsv: 'c-fin',
  opcode: 'c-op',
  mask: 'c-len',
  length: 'c-len',
  'extended-length': 'c-len',
  key: 'c-key',
  payload: 'c-pay',
  next: 'c-next',
};

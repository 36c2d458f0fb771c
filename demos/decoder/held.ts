import { FORMATS } from './format-bytes.ts';
import type { Input } from './input.ts';
import { textOf } from './text-of.ts';

/** The longest text that a text field is given, in characters: browsers are slow over longer ones. */
const FIELD_LIMIT = 100_000;
const EXCERPT = 2_000;

/** An input that the text field shows the beginning of. */
export interface Held {
  readonly name: string;
  /** Characters of a text, bytes of a file. */
  readonly size: number;
  readonly input: Input;
}

/** What the field shows of an input, and the input itself where that is not all. */
export function heldOf(name: string, input: Input): { readonly text: string; readonly held: Held | null } {
  if (input.from === 'text') {
    if (input.text.length <= FIELD_LIMIT) return { text: input.text, held: null };
    return { text: `${input.text.slice(0, EXCERPT)}\n…`, held: { name, size: input.text.length, input } };
  }
  const { bytes } = input;
  const text = bytes.length > FIELD_LIMIT ? textOf(bytes.subarray(0, EXCERPT), 'beginning') : textOf(bytes);
  if (text !== null && bytes.length <= FIELD_LIMIT) return { text, held: null };
  const shown = text ?? FORMATS.hexdump(bytes.subarray(0, 512));
  return {
    text: bytes.length > EXCERPT ? `${shown}\n…` : shown,
    held: { name, size: input.size ?? bytes.length, input },
  };
}

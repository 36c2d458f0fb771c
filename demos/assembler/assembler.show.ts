import { fill } from '#demos/parts/fill.ts';
import { toHex, utf8DecodeLenient } from '#demos/protocol/bytes.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';
import type { Answer, Building } from './assembler.reading.ts';
import type { AssemblerTexts } from './assembler.texts.ts';

const SHOWN = 12;
const isControlCharacter = (character: string): boolean => (character.codePointAt(0) ?? 0) < 0x20;

/** Bytes as a card shows them: as text in quotation marks where that is what they are, else as hex; the first of them. */
export function shown(bytes: Uint8Array, most = SHOWN): string {
  if (bytes.length === 0) return '';
  const text = utf8DecodeLenient(bytes);
  if (text.includes('�') || [...text].some(isControlCharacter)) {
    const hex = toHex(bytes.subarray(0, most));
    return bytes.length > most ? `${hex} …` : hex;
  }
  const characters = [...text];
  return characters.length > most ? `“${characters.slice(0, most).join('')}…”` : `“${text}”`;
}

/** The message so far, without the character that is not all there. */
export const shownMessage = ({ type, bytes, unfinished }: Building): string => {
  const whole = bytes.subarray(0, bytes.length - (unfinished?.bytes.length ?? 0));
  return type === 'binary' ? toHex(whole.subarray(0, SHOWN)) + (whole.length > SHOWN ? ' …' : '') : shown(whole);
};

/** `pong “now?”`, `close 1002`, `text “Hello”`. */
export function shownAnswer({ opcode, payload }: Answer, { ui, opcodes }: AssemblerTexts): string {
  if (opcode !== OPCODE.close) return `${opcodes[opcode] ?? ''} ${shown(payload)}`.trim();
  const [high, low] = payload;
  const code = high === undefined || low === undefined ? ui.noCode : String((high << 8) | low);
  return fill(`${ui.closeWord} {code}`, { code });
}

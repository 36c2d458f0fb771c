import type { LiteralReader } from './literal-reader.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** A string in quotes, from its first quote on. */
export function readString(reader: LiteralReader, quote: string): string {
  reader.at += 1;
  let value = '';
  for (;;) {
    const character = reader.text[reader.at];
    if (character === undefined || character === '\n') reader.fail(`a closing \`${quote}\``);
    if (character === quote) {
      reader.at += 1;
      return value;
    }
    if (character === '\\') value += readEscape(reader);
    else {
      value += character;
      reader.at += 1;
    }
  }
}

function readEscape(reader: LiteralReader): string {
  const code = reader.text[reader.at + 1] ?? '';
  const simple = ESCAPES[code];
  if (simple !== undefined && Object.hasOwn(ESCAPES, code)) {
    reader.at += 2;
    return simple;
  }
  const unit = /^u([0-9a-fA-F]{4})/.exec(reader.text.slice(reader.at + 1, reader.at + 6))?.[1];
  if (unit === undefined) return reader.fail('an escape such as `\\n`, `\\"` or `\\u00e9`', reader.at, reader.at + 2);
  reader.at += 6;
  return String.fromCharCode(Number.parseInt(unit, 16));
}

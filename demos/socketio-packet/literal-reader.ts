/** Where a text stops being what it should be: `[at, end)` counts UTF-16 units. */
export interface LiteralFault {
  readonly kind: 'fault';
  readonly at: number;
  readonly end: number;
  readonly found: string;
  readonly expected: string;
}

/** Thrown inside the reader only, and caught where reading began. */
export class Unreadable {
  readonly fault: LiteralFault;
  constructor(fault: LiteralFault) {
    this.fault = fault;
  }
}

const SPACE = /\s*/y;
const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;
// Decimal as JavaScript writes it; a number may not run into a word.
const NUMBER = /-?(?:Infinity|(?:0|[1-9]\d*)n|(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(?![\w$.])/y;

/** A text and how far it has been read. */
export class LiteralReader {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  skipSpace(): void {
    this.#match(SPACE);
  }

  /** Takes `token` after white space, if it stands there. */
  take(token: string): boolean {
    this.skipSpace();
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  need(token: string, expected = `\`${token}\``): void {
    if (!this.take(token)) this.fail(expected);
  }

  word(): string | null {
    this.skipSpace();
    return this.#match(WORD);
  }

  number(): string | null {
    this.skipSpace();
    return this.#match(NUMBER);
  }

  /** Whether a string begins here; which quote. */
  quote(): string | null {
    this.skipSpace();
    const mark = this.text[this.at] ?? '';
    return mark === '"' || mark === "'" ? mark : null;
  }

  /** Reads no more: the rest of the text is not what it should be. */
  fail(expected: string, at = this.at, end = at + this.#characterAt(at).length): never {
    const found = this.text.slice(at, Math.max(end, at + 1));
    throw new Unreadable({
      kind: 'fault',
      at,
      end: Math.max(end, at + 1),
      found: found === '' ? 'the end' : `\`${found}\``,
      expected,
    });
  }

  #characterAt(at: number): string {
    const code = this.text.codePointAt(at);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) return null;
    this.at += found.length;
    return found;
  }
}

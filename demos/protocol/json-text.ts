import { characterEnd, quoteAt } from './packet-part.ts';

/** A value where it stands in a JSON text, `[start, end)` in UTF-16 units. Duplicate keys are kept. */
export interface JsonNode {
  readonly kind: 'object' | 'array' | 'string' | 'number' | 'literal';
  readonly start: number;
  readonly end: number;
  /** The member's name, in an object. */
  readonly key?: string;
  readonly children: readonly JsonNode[];
}

/** `[at, end)` is the character, or the word, that cannot stand there; empty when the text ends too soon. */
export type JsonText =
  | { readonly kind: 'value'; readonly root: JsonNode }
  | {
      readonly kind: 'broken';
      readonly at: number;
      readonly end: number;
      readonly found: string;
      readonly expected: string;
    };

/** Which nodes stand where in a JSON text, or where it breaks (RFC 8259 §2–7). Nesting may be as deep as the text is long. */
export function locateJson(text: string, start = 0): JsonText {
  try {
    return { kind: 'value', root: new Locator(text, start).text() };
  } catch (error) {
    if (error instanceof Broken) return error.fault;
    throw error;
  }
}

/** Leaves the locator's loops; it never leaves this file. */
class Broken {
  readonly fault: JsonText & { kind: 'broken' };
  constructor(fault: JsonText & { kind: 'broken' }) {
    this.fault = fault;
  }
}

type Open = { -readonly [K in keyof JsonNode]: JsonNode[K] } & {
  readonly kind: 'object' | 'array';
  children: JsonNode[];
};

class Locator {
  readonly #text: string;
  #at: number;

  constructor(text: string, start: number) {
    this.#text = text;
    this.#at = start;
  }

  text(): JsonNode {
    const open: Open[] = [];
    for (let root = this.#value(open, undefined); ; ) {
      if (root) {
        this.#space();
        if (this.#at < this.#text.length) this.#broken('nothing after the JSON value');
        return root;
      }
      root = this.#member(open);
    }
  }

  /** Reads on inside the innermost open container; gives the root when that ends it. */
  #member(open: Open[]): JsonNode | undefined {
    const container = open.at(-1) as Open;
    const close = container.kind === 'array' ? ']' : '}';
    const first = container.children.length === 0;
    this.#space();
    if (this.#take(close)) {
      container.end = this.#at;
      open.pop();
      return this.#into(open, container);
    }
    if (!first && !this.#take(',')) this.#broken(`"," or "${close}"`);
    this.#space();
    if (container.kind === 'array') return this.#value(open, undefined, first ? 'a JSON value or "]"' : undefined);
    if (this.#text[this.#at] !== '"') this.#broken(first ? 'a key in double quotes, or "}"' : 'a key in double quotes');
    const start = this.#at;
    this.#string();
    const key: string = JSON.parse(this.#text.slice(start, this.#at));
    this.#space();
    if (!this.#take(':')) this.#broken('":" after the key');
    return this.#value(open, key);
  }

  /** A leaf is put where it belongs; a container is opened. Gives the root when that is all of it. */
  #value(open: Open[], key: string | undefined, expected = 'a JSON value'): JsonNode | undefined {
    this.#space();
    const start = this.#at;
    const named = key === undefined ? {} : { key };
    const character = this.#text[start];
    if (character === '[' || character === '{') {
      this.#at += 1;
      open.push({ kind: character === '[' ? 'array' : 'object', start, end: start, ...named, children: [] });
      return undefined;
    }
    const kind = this.#leaf(character, expected);
    return this.#into(open, { kind, start, end: this.#at, ...named, children: [] });
  }

  #into(open: readonly Open[], node: JsonNode): JsonNode | undefined {
    const container = open.at(-1);
    container?.children.push(node);
    return container ? undefined : node;
  }

  #leaf(character: string | undefined, expected: string): 'string' | 'number' | 'literal' {
    if (character === '"') {
      this.#string();
      return 'string';
    }
    if (character === '-' || isDigit(character)) {
      this.#number();
      return 'number';
    }
    const literal = ['true', 'false', 'null'].find((known) => this.#text.startsWith(known, this.#at));
    if (literal === undefined) this.#broken(expected, this.#word());
    this.#at += literal.length;
    return 'literal';
  }

  /** `undefined`, `NaN`: a fault is clearer with the whole word. */
  #word(): string {
    return /^[A-Za-z_$][\w$]{0,30}/.exec(this.#text.slice(this.#at, this.#at + 31))?.[0] ?? '';
  }

  /** RFC 8259 §7. */
  #string(): void {
    for (this.#at += 1; ; this.#at += 1) {
      const character = this.#text[this.#at];
      if (character === undefined) this.#broken('a closing double quote');
      if (character === '"') break;
      if (character < ' ') this.#broken('no control character inside a string');
      if (character !== '\\') continue;
      this.#at += 1;
      const escaped = this.#text[this.#at];
      if (escaped === undefined || !'"\\/bfnrtu'.includes(escaped)) this.#broken('one of " \\ / b f n r t u after \\');
      if (escaped !== 'u') continue;
      for (let digit = 0; digit < 4; digit++) {
        this.#at += 1;
        if (!/^[0-9a-fA-F]$/.test(this.#text[this.#at] ?? '')) this.#broken('four hex digits after \\u');
      }
    }
    this.#at += 1;
  }

  /** RFC 8259 §6. */
  #number(): void {
    this.#take('-');
    if (!this.#take('0')) this.#digits();
    if (this.#take('.')) this.#digits();
    if (!this.#take('e') && !this.#take('E')) return;
    if (!this.#take('+')) this.#take('-');
    this.#digits();
  }

  #digits(): void {
    if (!isDigit(this.#text[this.#at])) this.#broken('a digit');
    while (isDigit(this.#text[this.#at])) this.#at += 1;
  }

  #space(): void {
    while (' \t\n\r'.includes(this.#text[this.#at] ?? 'none')) this.#at += 1;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #broken(expected: string, word = ''): never {
    const at = this.#at;
    const end = word === '' ? characterEnd(this.#text, at) : at + word.length;
    const found = word === '' ? quoteAt(this.#text, at) : JSON.stringify(word);
    throw new Broken({ kind: 'broken', at, end, found, expected });
  }
}

const isDigit = (character: string | undefined): boolean =>
  character !== undefined && character >= '0' && character <= '9';

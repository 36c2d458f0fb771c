import type { Direction, Redaction } from './capture.ts';
import { TAP_PARAM, TICKET_PARAM } from './side-channel.ts';

type Why = Redaction['why'];
type Treatment = 'secret' | 'url' | 'framing' | 'other';

const CR = 0x0d;
const LF = 0x0a;
const COLON = 0x3a;
const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09;

/** Beyond this many characters nothing has a name or a number we look for: what a peer sends cannot make us keep more. */
const LONGEST = 128;

const FRAMING = [
  ['content-length', 'framing'],
  ['transfer-encoding', 'framing'],
] as const;

const FIELDS: Readonly<Record<Direction, ReadonlyMap<string, Treatment>>> = {
  'client-to-server': new Map<string, Treatment>([
    ['cookie', 'secret'],
    ['authorization', 'secret'],
    ['proxy-authorization', 'secret'],
    ['referer', 'url'],
    ...FRAMING,
  ]),
  'server-to-client': new Map<string, Treatment>([['set-cookie', 'secret'], ['location', 'url'], ...FRAMING]),
};

/** Finds the values of our own query parameters in a URL that comes byte by byte. */
class UrlScanner {
  #name = '';
  #hiding = false;

  step(byte: number): Why | null {
    const character = String.fromCharCode(byte);
    if (this.#hiding && !'&# \t'.includes(character)) return 'tap-id';
    this.#hiding = character === '=' && isOurs(this.#name);
    if ('?&'.includes(character)) this.#name = '';
    else if (this.#name.length < LONGEST) this.#name += character;
    return null;
  }
}

/** A server decodes the names of parameters, so `t%61p` is `tap`. */
const isOurs = (name: string): boolean => {
  const decoded = name.replace(/%([0-9a-f]{2})/gi, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return decoded === TAP_PARAM || decoded === TICKET_PARAM;
};

/**
 * Reads one head (or the trailers after a chunked body) byte by byte and says at once which bytes to hide: no byte's
 * fate hangs on a later one, so reads may end anywhere. More forgiving than a parser, since hiding too much does no
 * harm: bare LF, white space round a name and folded lines are all taken for what some server might take them for.
 */
export class HeadScanner {
  readonly #fields: ReadonlyMap<string, Treatment>;
  #state: 'start-line' | 'name' | 'value';
  #lineIsEmpty = true;
  #seenLine: boolean;
  #startLine = '';
  #url = new UrlScanner();
  #name = '';
  #treatment: Treatment = 'other';
  #valueBegun = false;
  readonly #framing = new Map<string, string>();

  constructor(direction: Direction, part: 'head' | 'trailers' = 'head') {
    this.#fields = FIELDS[direction];
    this.#state = part === 'head' ? 'start-line' : 'name';
    this.#seenLine = part === 'trailers';
  }

  /** The first characters of the start line. */
  get startLine(): string {
    return this.#startLine;
  }

  /** The value of `content-length` or `transfer-encoding`; two lines of it are joined by a comma. */
  framing(name: string): string | undefined {
    return this.#framing.get(name)?.trim();
  }

  /** `end`: this byte ends the head. Otherwise why it must be hidden, or `null`. */
  step(byte: number): Why | 'end' | null {
    if (byte === LF) return this.#endLine();
    if (byte === CR) return null;
    const first = this.#lineIsEmpty;
    this.#lineIsEmpty = false;
    if (this.#state === 'start-line') return this.#inStartLine(byte);
    if (first && !(isBlank(byte) && this.#continues())) this.#beginField();
    return this.#state === 'name' ? this.#inName(byte) : this.#inValue(byte);
  }

  #endLine(): 'end' | null {
    if (this.#lineIsEmpty && this.#seenLine) return 'end';
    // Empty lines before a request are skipped (RFC 9112 §2.2).
    if (!this.#lineIsEmpty) this.#seenLine = true;
    if (this.#seenLine && this.#state === 'start-line') this.#state = 'name';
    this.#lineIsEmpty = true;
    return null;
  }

  #inStartLine(byte: number): Why | null {
    if (this.#startLine.length < LONGEST) this.#startLine += String.fromCharCode(byte);
    return this.#url.step(byte);
  }

  /** A line that begins with white space belongs to the field before (RFC 9112 §5.2); one that means nothing to us may as well be a field. */
  #continues(): boolean {
    return this.#state === 'value' && this.#treatment !== 'other';
  }

  #beginField(): void {
    this.#state = 'name';
    this.#name = '';
  }

  #inName(byte: number): null {
    if (byte !== COLON) {
      if (this.#name.length < LONGEST) this.#name += String.fromCharCode(byte);
      return null;
    }
    this.#name = this.#name.trim().toLowerCase();
    this.#treatment = this.#fields.get(this.#name) ?? 'other';
    this.#state = 'value';
    this.#valueBegun = false;
    this.#url = new UrlScanner();
    const before = this.#framing.get(this.#name);
    if (this.#treatment === 'framing') this.#framing.set(this.#name, before === undefined ? '' : `${before},`);
    return null;
  }

  #inValue(byte: number): Why | null {
    if (this.#treatment === 'secret') {
      this.#valueBegun ||= !isBlank(byte);
      return this.#valueBegun ? 'credential' : null;
    }
    if (this.#treatment === 'url') return this.#url.step(byte);
    if (this.#treatment === 'framing') {
      const value = this.#framing.get(this.#name) ?? '';
      if (value.length < LONGEST) this.#framing.set(this.#name, value + String.fromCharCode(byte));
    }
    return null;
  }
}

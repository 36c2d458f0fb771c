/**
 * Why bytes are not UTF-8 (RFC 3629 §3–4).
 * `unexpected-continuation`: 80–bf where a character must begin. `never-valid`: f8–ff, in no UTF-8.
 * `continuation-expected`: a character is cut short by another byte. `truncated`: by the end.
 */
export type Utf8Fault =
  | 'unexpected-continuation'
  | 'never-valid'
  | 'continuation-expected'
  | 'truncated'
  | 'overlong'
  | 'surrogate'
  | 'above-10ffff';

export interface Utf8Error {
  readonly why: Utf8Fault;
  /** Offset of the first byte that cannot stand there, from the first byte ever pushed; when truncated, of the end. */
  readonly offset: number;
  /** Offset of the first byte of the character it breaks. */
  readonly characterStart: number;
}

/** Checks a text that comes in pieces; a character may be split between them. After an error it keeps giving that error. */
export interface Utf8Validator {
  push(bytes: Uint8Array): Utf8Error | null;
  end(): Utf8Error | null;
}

export const createUtf8Validator = (): Utf8Validator => new IncrementalValidator();

/** The first error of a whole text, or `null`. */
export function findUtf8Error(bytes: Uint8Array): Utf8Error | null {
  const validator = createUtf8Validator();
  return validator.push(bytes) ?? validator.end();
}

class IncrementalValidator implements Utf8Validator {
  private offset = 0;
  private characterStart = 0;
  private lead = 0;
  private continuations = 0;
  /** The next continuation byte's range; narrower than 80–bf only after e0, ed, f0 and f4. */
  private low = 0x80;
  private high = 0xbf;
  private error: Utf8Error | null = null;

  push(bytes: Uint8Array): Utf8Error | null {
    if (this.error) return this.error;
    const length = bytes.length;
    let i = 0;
    while (i < length) {
      const byte = bytes[i] as number;
      if (this.continuations > 0) {
        if (byte < this.low || byte > this.high) return this.fail(this.whyNot(byte), this.offset + i);
        this.low = 0x80;
        this.high = 0xbf;
        this.continuations--;
      } else if (byte >= 0x80) {
        this.characterStart = this.offset + i;
        const why = this.begin(byte);
        if (why) return this.fail(why, this.offset + i);
      }
      i++;
    }
    this.offset += length;
    return null;
  }

  end(): Utf8Error | null {
    if (this.error === null && this.continuations > 0) return this.fail('truncated', this.offset);
    return this.error;
  }

  /** RFC 3629 §4: c2–df begin two bytes, e0–ef three, f0–f4 four. */
  private begin(lead: number): Utf8Fault | null {
    if (lead < 0xc0) return 'unexpected-continuation';
    if (lead < 0xc2) return 'overlong';
    if (lead > 0xf7) return 'never-valid';
    if (lead > 0xf4) return 'above-10ffff';
    this.lead = lead;
    this.continuations = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    if (lead === 0xe0) this.low = 0xa0;
    if (lead === 0xed) this.high = 0x9f;
    if (lead === 0xf0) this.low = 0x90;
    if (lead === 0xf4) this.high = 0x8f;
    return null;
  }

  private whyNot(byte: number): Utf8Fault {
    if ((byte & 0xc0) !== 0x80) return 'continuation-expected';
    if (this.lead === 0xed) return 'surrogate';
    return this.lead === 0xf4 ? 'above-10ffff' : 'overlong';
  }

  private fail(why: Utf8Fault, offset: number): Utf8Error {
    this.error = { why, offset, characterStart: this.characterStart };
    return this.error;
  }
}

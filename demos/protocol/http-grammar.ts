const TCHAR = /[!#$%&'*+\-.^_`|~0-9A-Za-z]/;

/** Where the token that starts at `from` ends (RFC 9110 §5.6.2); `from` itself if there is none. */
export function tokenEnd(text: string, from = 0): number {
  let end = from;
  while (end < text.length && TCHAR.test(text.charAt(end))) end++;
  return end;
}

export const isToken = (text: string): boolean => text !== '' && tokenEnd(text) === text.length;

/** Optional white space: SP and HTAB (RFC 9110 §5.6.3). */
export function skipSpace(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}

/** Where the text ends once the white space at its end is left out. */
export function contentEnd(text: string): number {
  let end = text.length;
  while (text[end - 1] === ' ' || text[end - 1] === '\t') end--;
  return end;
}

/** ASCII only (RFC 6455 §2): `K` (U+212A) is no `k`. */
const asciiLower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

export const equalsIgnoringCase = (a: string, b: string): boolean => asciiLower(a) === asciiLower(b);

/** A character as a reader can see it: printable ASCII quoted, anything else as its byte. */
export const describeByte = (character: string): string =>
  /^[\x20-\x7e]$/.test(character)
    ? JSON.stringify(character)
    : `byte ${character.charCodeAt(0).toString(16).padStart(2, '0')}`;

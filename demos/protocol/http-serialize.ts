import { latin1Encode } from './bytes.ts';
import { isToken } from './http-grammar.ts';

type Fields = readonly (readonly [name: string, value: string])[];

export interface RequestText {
  readonly method: string;
  readonly target: string;
  /** `HTTP/1.1` unless told. */
  readonly version?: string;
  readonly fields: Fields;
}

export interface ResponseText {
  readonly status: number;
  /** May be empty; the space before it is written all the same (RFC 9112 §4). */
  readonly reason: string;
  readonly version?: string;
  readonly fields: Fields;
}

/** The bytes of a request head (RFC 9112 §3, §5). Throws TypeError on what could not be read back as it was given. */
export function serializeRequestHead({
  method,
  target,
  version = 'HTTP/1.1',
  fields,
}: RequestText): Uint8Array<ArrayBuffer> {
  must(isToken(method), 'method', method, 'a token');
  must(/^[\x21-\x7e]+$/.test(target), 'target', target, 'visible ASCII characters');
  return serialize(`${method} ${target} ${checkedVersion(version)}`, fields);
}

/** The bytes of a response head (RFC 9112 §4, §5). Throws TypeError as `serializeRequestHead` does. */
export function serializeResponseHead({
  status,
  reason,
  version = 'HTTP/1.1',
  fields,
}: ResponseText): Uint8Array<ArrayBuffer> {
  must(Number.isInteger(status) && status >= 100 && status <= 999, 'status', String(status), 'three digits');
  must(/^[\t\x20-\x7e\x80-\xff]*$/.test(reason), 'reason', reason, 'visible characters and spaces');
  return serialize(`${checkedVersion(version)} ${status} ${reason}`, fields);
}

function serialize(startLine: string, fields: Fields): Uint8Array<ArrayBuffer> {
  const lines = fields.map(([name, value]) => {
    must(isToken(name), 'field name', name, 'a token');
    must(
      /^(?:[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)?$/.test(value),
      name,
      value,
      'visible characters, spaces only between them',
    );
    return `${name}: ${value}\r\n`;
  });
  return latin1Encode(`${startLine}\r\n${lines.join('')}\r\n`);
}

function checkedVersion(version: string): string {
  must(/^HTTP\/[0-9]\.[0-9]$/.test(version), 'version', version, 'HTTP/1.1');
  return version;
}

function must(right: boolean, what: string, found: string, expected: string): void {
  if (!right) throw new TypeError(`${what}: expected ${expected}, found ${JSON.stringify(found)}`);
}

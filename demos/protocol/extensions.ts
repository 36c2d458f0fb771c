import { describeByte, isToken, skipSpace, tokenEnd } from './http-grammar.ts';

export interface ExtensionParameter {
  readonly name: string;
  /** Unquoted; `null` when the parameter has none. */
  readonly value: string | null;
  /** Where it stands, in characters of the field value. */
  readonly start: number;
  readonly end: number;
}

export interface Extension {
  readonly name: string;
  readonly parameters: readonly ExtensionParameter[];
  readonly start: number;
  readonly end: number;
}

/** `at` counts characters of the field value. */
export type ExtensionsResult =
  | { readonly kind: 'extensions'; readonly extensions: readonly Extension[] }
  | { readonly kind: 'invalid'; readonly at: number; readonly found: string; readonly expected: string };

type Invalid = Extract<ExtensionsResult, { kind: 'invalid' }>;

const invalid = (text: string, at: number, expected: string): Invalid => ({
  kind: 'invalid',
  at,
  found: at < text.length ? describeByte(text.charAt(at)) : 'the end of the value',
  expected,
});

/**
 * One `Sec-WebSocket-Extensions` value (RFC 6455 §9.1):
 * `1#( token *( ";" token [ "=" ( token / quoted-string ) ] ) )`, white space allowed between the parts.
 * Empty list elements are passed over (RFC 9110 §5.6.1.2). A quoted value must be a token once unquoted.
 */
export function parseExtensions(text: string): ExtensionsResult {
  const extensions: Extension[] = [];
  let at = skipSpace(text, 0);
  for (;;) {
    while (text[at] === ',') at = skipSpace(text, at + 1);
    if (at >= text.length) break;
    const extension = readExtension(text, at);
    if ('kind' in extension) return extension;
    extensions.push(extension);
    at = skipSpace(text, extension.end);
    if (at < text.length && text[at] !== ',') return invalid(text, at, '"," or ";"');
  }
  return extensions.length > 0 ? { kind: 'extensions', extensions } : invalid(text, at, 'an extension name');
}

function readExtension(text: string, start: number): Extension | Invalid {
  let end = tokenEnd(text, start);
  if (end === start) return invalid(text, start, 'an extension name');
  const name = text.slice(start, end);
  const parameters: ExtensionParameter[] = [];
  for (let semicolon = skipSpace(text, end); text[semicolon] === ';'; semicolon = skipSpace(text, end)) {
    const parameter = readParameter(text, skipSpace(text, semicolon + 1));
    if ('kind' in parameter) return parameter;
    parameters.push(parameter);
    end = parameter.end;
  }
  return { name, parameters, start, end };
}

function readParameter(text: string, start: number): ExtensionParameter | Invalid {
  const nameEnd = tokenEnd(text, start);
  if (nameEnd === start) return invalid(text, start, 'a parameter name');
  const name = text.slice(start, nameEnd);
  const equals = skipSpace(text, nameEnd);
  if (text[equals] !== '=') return { name, value: null, start, end: nameEnd };

  const valueStart = skipSpace(text, equals + 1);
  if (text[valueStart] === '"') {
    const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(text.slice(valueStart));
    if (!quoted) return invalid(text, text.length, 'a closing quotation mark');
    const value = (quoted[1] ?? '').replace(/\\(.)/g, '$1');
    if (!isToken(value)) return invalid(text, valueStart, 'a quoted token');
    return { name, value, start, end: valueStart + quoted[0].length };
  }
  const end = tokenEnd(text, valueStart);
  if (end === valueStart) return invalid(text, valueStart, 'a token or a quoted token');
  return { name, value: text.slice(valueStart, end), start, end };
}

/** `permessage-deflate; client_max_window_bits=10`. Values need no quotes: they are tokens. */
export const formatExtension = ({ name, parameters }: Pick<Extension, 'name' | 'parameters'>): string =>
  [name, ...parameters.map((p) => (p.value === null ? p.name : `${p.name}=${p.value}`))].join('; ');

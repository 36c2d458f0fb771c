import { isToken } from '#demos/protocol/http-grammar.ts';
import {
  type DeflateAnswer,
  PLAIN_DEFLATE,
  type SelectSubprotocol,
  type ServerChoice,
} from '#demos/protocol/server-choice.ts';
import type { Problem } from './problem.ts';

/** A subprotocol's name in the query, in characters. */
export const SUBPROTOCOL_LIMIT = 64;

export type ReadChoice =
  | { readonly kind: 'choice'; readonly choice: ServerChoice }
  | ({ readonly kind: 'refused' } & Problem);

const FLAGS = {
  server_no_context_takeover: 'serverNoContextTakeover',
  client_no_context_takeover: 'clientNoContextTakeover',
} as const;
const WINDOWS = {
  server_max_window_bits: 'serverMaxWindowBits',
  client_max_window_bits: 'clientMaxWindowBits',
} as const;
const entries = <T extends object>(record: T) => Object.entries(record) as [keyof T & string, T[keyof T]][];

/** The query of `/ws/negotiate` that asks for this answer. `first` and `none` are words of its own, and so no names. */
export function choiceQuery({ select, deflate }: ServerChoice): Readonly<Record<string, string>> {
  const query: Record<string, string> = { select: typeof select === 'string' ? select : select.name };
  if (!deflate) return query;
  query.deflate = 'on';
  for (const [name, key] of entries(FLAGS)) if (deflate[key]) query[name] = '';
  for (const [name, key] of entries(WINDOWS)) {
    const bits = deflate[key];
    if (bits !== null) query[name] = String(bits);
  }
  return query;
}

const refused = (name: string, expected: string): ReadChoice => ({
  kind: 'refused',
  rule: 'negotiate.query',
  // What was sent is not repeated.
  found: `another ${name}`,
  expected,
});

/** What the query of `/ws/negotiate` asks for. Parameters of compression are refused without `deflate=on`. */
export function readChoice(params: URLSearchParams): ReadChoice {
  const select = readSelect(params.get('select') ?? 'first');
  if (!select) return refused('select', `first, none, or a token of at most ${SUBPROTOCOL_LIMIT} characters`);
  const on = params.get('deflate') ?? 'off';
  if (on !== 'on' && on !== 'off') return refused('deflate', 'on or off');

  const deflate: { -readonly [Key in keyof DeflateAnswer]: DeflateAnswer[Key] } = { ...PLAIN_DEFLATE };
  for (const [name, key] of entries(FLAGS)) {
    const value = params.get(name);
    if (value === null) continue;
    if (on === 'off' || value !== '') return refused(name, 'no value, and deflate=on');
    deflate[key] = true;
  }
  for (const [name, key] of entries(WINDOWS)) {
    const value = params.get(name);
    if (value === null) continue;
    if (on === 'off' || !/^(?:[89]|1[0-5])$/.test(value)) return refused(name, '8 to 15, and deflate=on');
    deflate[key] = Number(value);
  }
  return { kind: 'choice', choice: { select, deflate: on === 'on' ? deflate : null } };
}

function readSelect(text: string): SelectSubprotocol | null {
  if (text === 'first' || text === 'none') return text;
  return isToken(text) && text.length <= SUBPROTOCOL_LIMIT ? { name: text } : null;
}

import type { Direction } from '#demos/capture/capture.ts';
import { utf8Encode } from '#demos/protocol/bytes.ts';
import type { InputStop } from './input.ts';
import { readBase64 } from './read-base64.ts';

/** One message as a HAR tells it: whole, unmasked, inflated. The format has no frames. */
export interface HarMessage {
  readonly direction: Direction;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly type: 'text' | 'binary';
  readonly bytes: Uint8Array;
}

export interface HarEntry {
  readonly url: string;
  /** As HTTP/1.1 wrote them, from the fields that the HAR lists; `null` for another version of HTTP, or no answer. */
  readonly heads: { readonly request: string; readonly response: string } | null;
  /** `Sec-WebSocket-Extensions` of the answer. */
  readonly extensions: string;
  readonly at: number;
  readonly messages: readonly HarMessage[];
}

export interface ReadHar {
  readonly entries: readonly HarEntry[];
  readonly stop: InputStop | null;
}

type Members = Readonly<Record<string, unknown>>;
const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

class Broken extends Error {
  readonly stop: InputStop;
  constructor(path: string, found: unknown, expected: string) {
    super(path);
    const written = JSON.stringify(found) ?? 'nothing';
    this.stop = { rule: 'input.har', at: null, path, found: written.slice(0, 60), expected };
  }
}

/** A HAR (HTTP Archive 1.2) with Chromium's `_webSocketMessages`. What stands before something broken is kept. */
export function readHar(har: unknown): ReadHar {
  const all = membersOf(membersOf(har)['log'])['entries'];
  if (!Array.isArray(all)) return { entries: [], stop: new Broken('log.entries', all, 'a list').stop };
  const entries: HarEntry[] = [];
  for (const [index, value] of all.entries()) {
    const entry = membersOf(value);
    const messages: HarMessage[] = [];
    let stop: InputStop | null = null;
    try {
      const found = entry['_webSocketMessages'];
      if (found !== undefined && !Array.isArray(found))
        throw new Broken(`log.entries[${index}]._webSocketMessages`, found, 'a list');
      for (const [at, message] of list(found).entries()) {
        const told = messageOf(message, `log.entries[${index}]._webSocketMessages[${at}]`);
        if (told) messages.push(told);
      }
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      stop = error.stop;
    }
    const read = entryOf(entry, messages);
    if (read.messages.length > 0 || read.heads) entries.push(read);
    if (stop) return { entries, stop };
  }
  if (entries.length > 0) return { entries, stop: null };
  return { entries, stop: new Broken('log.entries', all.length, 'an entry with _webSocketMessages').stop };
}

/** `null` for what is no message, such as Chromium's record of an error. */
function messageOf(value: unknown, path: string): HarMessage | null {
  const { type, time, opcode, data } = membersOf(value);
  if (type === 'error') return null;
  if (type !== 'send' && type !== 'receive') throw new Broken(`${path}.type`, type, '"send" or "receive"');
  if (opcode !== 1 && opcode !== 2) throw new Broken(`${path}.opcode`, opcode, '1 or 2');
  if (typeof data !== 'string') throw new Broken(`${path}.data`, data, 'a text');
  const direction = type === 'send' ? 'client-to-server' : 'server-to-client';
  const at = typeof time === 'number' && Number.isFinite(time) ? time * 1000 : 0;
  if (opcode === 1) return { direction, at, type: 'text', bytes: utf8Encode(data) };
  const { bytes, stop } = readBase64(data);
  if (stop) throw new Broken(`${path}.data`, stop.found, 'base64');
  return { direction, at, type: 'binary', bytes };
}

function entryOf(entry: Members, messages: readonly HarMessage[]): HarEntry {
  const request = membersOf(entry['request']);
  const response = membersOf(entry['response']);
  const asked = fieldsOf(request);
  const answered = fieldsOf(response);
  const url = text(request['url']);
  const isHttp1 =
    ![...asked, ...answered].some(([name]) => name.startsWith(':')) &&
    /^(?:http\/1|$)/i.test(text(request['httpVersion']));
  const status = response['status'];
  const target = targetOf(url);
  const heads =
    isHttp1 && target !== null && asked.length > 0 && typeof status === 'number' && status >= 100
      ? {
          request: head(`${text(request['method']) || 'GET'} ${target} HTTP/1.1`, asked),
          response: head(`HTTP/1.1 ${status} ${text(response['statusText'])}`, answered),
        }
      : null;
  const extensions = answered
    .filter(([name]) => name.toLowerCase() === 'sec-websocket-extensions')
    .map(([, value]) => value)
    .join(',');
  const started = Date.parse(text(entry['startedDateTime']));
  return { url, heads, extensions, at: Number.isFinite(started) ? started : (messages[0]?.at ?? 0), messages };
}

const fieldsOf = (message: Members): readonly (readonly [string, string])[] =>
  list(message['headers']).map((field) => {
    const { name, value } = membersOf(field);
    return [text(name), text(value)] as const;
  });

const head = (startLine: string, fields: readonly (readonly [string, string])[]): string =>
  `${[startLine, ...fields.map(([name, value]) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n`;

function targetOf(url: string): string | null {
  try {
    const { pathname, search } = new URL(url);
    return `${pathname}${search}`;
  } catch {
    return null;
  }
}

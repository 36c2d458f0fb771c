import { harCapture } from './har-capture.ts';
import {
  type ByteForm,
  INPUT_LIMIT,
  type Input,
  type InputForm,
  type InputStop,
  type ReadBytes,
  type Recognised,
  shown,
} from './input.ts';
import { readBase64 } from './read-base64.ts';
import { jsonPlace, readCapture } from './read-capture.ts';
import { isDump, readDump } from './read-dump.ts';
import { readEscaped } from './read-escaped.ts';
import { readHar } from './read-har.ts';
import { readHex } from './read-hex.ts';
import { readHttp } from './read-http.ts';
import { textOf } from './text-of.ts';

const nothing = (stop: InputStop | null): Recognised => ({ kind: 'nothing', stop });

const PCAPNG = [0x0a, 0x0d, 0x0d, 0x0a];
const PCAP = [0xd4, 0xc3, 0xb2, 0xa1];

/** What the input is and what it holds; `form` overrides the guess. Never throws: what cannot be read is said, with its place. */
export function recognise(input: Input, form: InputForm | null = null): Recognised {
  const length = input.from === 'text' ? input.text.length : input.bytes.length;
  if (length > INPUT_LIMIT)
    return nothing({ rule: 'input.size', at: null, found: `${length}`, expected: `≤ ${INPUT_LIMIT}` });
  if (input.from === 'text') return recogniseText(input.text, form);
  const { bytes } = input;
  for (const magic of [PCAPNG, PCAP])
    if (magic.every((byte, i) => bytes[i] === byte))
      return nothing({
        rule: 'input.pcapng',
        at: null,
        found: magic === PCAPNG ? 'pcapng' : 'pcap',
        expected: 'hex, JSON, HAR',
      });
  const text = form === 'raw' ? null : textOf(bytes);
  if (text !== null) return recogniseText(text, form);
  return bytesOf('raw', { bytes, places: null, stop: null });
}

function recogniseText(text: string, wanted: InputForm | null): Recognised {
  if (text.trim() === '') return nothing(null);
  const form = wanted ?? guess(text);
  switch (form) {
    case null:
      return nothing({
        rule: 'input.unrecognised',
        at: firstMark(text),
        found: shown(text, firstMark(text)),
        expected: 'hex, base64, a dump, JSON',
      });
    case 'hex':
      return bytesOf(form, readHex(text));
    case 'base64':
      return bytesOf(form, readBase64(text));
    case 'escaped':
      return bytesOf(form, readEscaped(text));
    case 'http':
    case 'raw':
      return bytesOf(form, readHttp(text));
    case 'dump': {
      const { runs, stop } = readDump(text);
      return runs.length > 0 ? { kind: 'bytes', form, runs, stop } : nothing(stop);
    }
    case 'capture':
    case 'har':
      return json(text, form);
  }
}

const firstMark = (text: string): number => Math.max(0, text.search(/\S/));

function guess(text: string): InputForm | null {
  const start = text.trimStart();
  if (/^\{\s*"/.test(start) || start.startsWith('[{'))
    return /"log"\s*:/.test(start.slice(0, 4096)) ? 'har' : 'capture';
  if (/^(?:GET|HEAD|POST) \S|^HTTP\/1\.\d /.test(start)) return 'http';
  if (isDump(text)) return 'dump';
  const hex = readHex(text);
  if (hex.stop === null && hex.bytes.length > 0) return 'hex';
  if (/\\x[0-9a-f]{2}/i.test(start)) return 'escaped';
  // Of texts in base64 one in 5,000 begins with eight hex digits, and none has spaces: this is hex with something in it.
  if (hex.bytes.length >= 4 || (hex.bytes.length > 0 && /\S[ \t]+\S/.test(start))) return 'hex';
  const base64 = readBase64(text);
  if (base64.bytes.length >= (base64.stop ? 6 : 1)) return 'base64';
  return hex.bytes.length > 0 ? 'hex' : null;
}

const bytesOf = (form: ByteForm, { bytes, places, stop }: ReadBytes): Recognised =>
  bytes.length === 0 ? nothing(stop) : { kind: 'bytes', form, runs: [{ direction: null, bytes, places }], stop };

function json(text: string, form: 'capture' | 'har'): Recognised {
  if (form === 'capture') {
    const { capture, stop } = readCapture(text);
    return capture ? { kind: 'capture', form, capture, established: NONE, stop } : nothing(stop);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'no JSON';
    return nothing({ rule: 'input.json', at: jsonPlace(why), found: why, expected: 'JSON' });
  }
  const { entries, stop } = readHar(value);
  return entries.length > 0 ? { kind: 'capture', form, ...harCapture(entries), stop } : nothing(stop);
}

const NONE = new Map<string, never>();

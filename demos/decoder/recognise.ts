import { isPacketFile } from '#demos/capture/decode-pcap.ts';
import { grouped } from '#demos/parts/grouped.ts';
import { toHex } from '#demos/protocol/bytes.ts';
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
import { readPackets } from './read-packets.ts';
import { textOf } from './text-of.ts';

const nothing = (stop: InputStop | null): Recognised => ({ kind: 'nothing', stop });

const GZIP = [0x1f, 0x8b, 0x08];

/**
 * What the input is and what it holds; `form` overrides the guess. Of an input that is too long its beginning. Never
 * throws: what cannot be read is said, with its place.
 */
export function recognise(input: Input, form: InputForm | null = null): Recognised {
  const size = input.from === 'text' ? input.text.length : Math.max(input.size ?? 0, input.bytes.length);
  if (input.from === 'text') return within(size, recogniseText(input.text.slice(0, INPUT_LIMIT), form));
  return within(size, recogniseFile(input.bytes.subarray(0, INPUT_LIMIT), form));
}

/** That it was too long says more than that it broke off. */
function within(size: number, recognised: Recognised): Recognised {
  if (size <= INPUT_LIMIT) return recognised;
  const expected = `at most ${grouped(INPUT_LIMIT)}`;
  return { ...recognised, stop: { rule: 'input.size', at: null, found: grouped(size), expected } };
}

function recogniseFile(bytes: Uint8Array, form: InputForm | null): Recognised {
  if (form === 'raw') return bytesOf('raw', { bytes, places: null, stop: null });
  if (isPacketFile(bytes)) return packets(bytes);
  if (GZIP.every((byte, i) => bytes[i] === byte))
    return nothing({
      rule: 'input.gzip',
      at: null,
      byte: 0,
      found: toHex(bytes.subarray(0, 3)),
      expected: 'bytes as they are',
    });
  const text = textOf(bytes, bytes.length === INPUT_LIMIT ? 'beginning' : 'whole');
  if (text !== null) return recogniseText(text, form);
  return form === 'pcap' ? packets(bytes) : bytesOf('raw', { bytes, places: null, stop: null });
}

function recogniseText(text: string, wanted: InputForm | null): Recognised {
  const recognised = readText(text, wanted);
  // A packet capture that was written as text, as base64 for a chat.
  const [run] = wanted === null && recognised.kind === 'bytes' ? recognised.runs : [];
  return run && isPacketFile(run.bytes) ? packets(run.bytes) : recognised;
}

function readText(text: string, wanted: InputForm | null): Recognised {
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
      const { runs, style, stop } = readDump(text);
      return runs.length > 0 ? { kind: 'bytes', form, dump: style, runs, stop } : nothing(stop);
    }
    case 'pcap': {
      const read = readText(text, guess(text));
      return read.kind === 'bytes' ? packets(read.runs[0]?.bytes ?? new Uint8Array()) : read;
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

function packets(bytes: Uint8Array): Recognised {
  const { capture, leftOut, stop } = readPackets(bytes);
  return capture ? { kind: 'capture', form: 'pcap', capture, established: NONE, leftOut, stop } : nothing(stop);
}

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

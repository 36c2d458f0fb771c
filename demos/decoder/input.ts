import type { Capture, Direction } from '#demos/capture/capture.ts';
import type { Established } from '#demos/capture/connection-reader.ts';
import { PACKET_RULES } from '#demos/capture/packet-file.ts';
import type { DumpStyle } from './dump-style.ts';

/** What a reader gave: text they pasted or typed, or a file as it is. */
export type Input =
  | { readonly from: 'text'; readonly text: string }
  /** `size`: of a file that is longer than the bytes of it that are given. */
  | { readonly from: 'file'; readonly bytes: Uint8Array; readonly size?: number };

/** How bytes may be written. `raw`: a file that is no text. `http`: a head as text, whose lines may have lost their CR. */
export const BYTE_FORMS = ['hex', 'base64', 'dump', 'escaped', 'http', 'raw'] as const;
export type ByteForm = (typeof BYTE_FORMS)[number];
export const INPUT_FORMS = [...BYTE_FORMS, 'pcap', 'har', 'capture'] as const;
export type InputForm = (typeof INPUT_FORMS)[number];

export const INPUT_RULES = [
  'input.character',
  'input.half-byte',
  'input.base64-length',
  'input.dump-offset',
  'input.json',
  'input.capture',
  'input.har',
  'input.gzip',
  'input.unrecognised',
  'input.size',
  'input.rows',
  ...PACKET_RULES,
  'pcap.link-type',
  'pcap.tls',
  'pcap.nothing',
] as const;
export type InputRule = (typeof INPUT_RULES)[number];

/** Why no more of the input was read; what stands before it was. */
export interface InputStop {
  readonly rule: InputRule;
  /** Index in the text; `null` where there is none to point at. */
  readonly at: number | null;
  /** Index in the bytes of a file. */
  readonly byte?: number;
  /** Where in a JSON document, as in `events[3].offset`. */
  readonly path?: string;
  readonly found: string;
  readonly expected: string;
}

/** Bytes in the order in which they were written, and the index in the text of each; `null`: the text is the bytes. */
export interface ReadBytes {
  readonly bytes: Uint8Array;
  readonly places: Uint32Array | null;
  readonly stop: InputStop | null;
}

/** Bytes that went one way; `null`: it is not written which. */
export interface ByteRun {
  readonly direction: Direction | null;
  readonly bytes: Uint8Array;
  readonly places: Uint32Array | null;
}

/** What of a file of packets is not shown. */
export interface LeftOut {
  /** Connections that speak neither HTTP nor WebSocket; and those among them that are encrypted. */
  readonly connections: number;
  readonly tls: number;
  /** Packets that hold no TCP segment, or only a part of one. */
  readonly packets: number;
  /** Bytes of the connections shown that passed and stand nowhere in the file. */
  readonly missing: number;
}

export type Recognised =
  | {
      readonly kind: 'bytes';
      readonly form: ByteForm;
      /** Whose output a dump looks like. */
      readonly dump?: DumpStyle;
      readonly runs: readonly ByteRun[];
      readonly stop: InputStop | null;
    }
  /** A HAR becomes a capture whose frames were made here: it holds messages, and none of their frames. */
  | {
      readonly kind: 'capture';
      readonly form: 'capture' | 'har' | 'pcap';
      readonly capture: Capture;
      /** Of a file of packets. */
      readonly leftOut?: LeftOut;
      /** What a handshake agreed on that is not among the bytes, by connection. */
      readonly established: ReadonlyMap<string, Established>;
      readonly stop: InputStop | null;
    }
  | { readonly kind: 'nothing'; readonly stop: InputStop | null };

/** As much of an input is read, in bytes of a file or characters of a text. */
export const INPUT_LIMIT = 32 * 1024 * 1024;

/** A character as a message shows it. */
export const shown = (text: string, at: number): string => {
  const point = text.codePointAt(at);
  return point === undefined
    ? 'the end'
    : point < 0x21
      ? `U+${point.toString(16).padStart(4, '0')}`
      : String.fromCodePoint(point);
};

import type { CaptureEvent, Redaction, ScriptCaptureEvent, WireCaptureEvent } from '#demos/capture/capture.ts';
import type { Space, Unit } from '#demos/capture/dissection.ts';
import { isScriptEvent, isWireEvent } from '#demos/capture/event-kinds.ts';
import { latin1Decode } from '#demos/protocol/bytes.ts';
import type { HeadField, RequestHead, ResponseHead } from '#demos/protocol/http-head.ts';
import { parseRequestHead, parseResponseHead } from '#demos/protocol/http-parse.ts';
import type { Violation } from '#demos/protocol/violation.ts';

/** One line of a head as it passed, CR LF left out of `text` and counted in `bytes`. */
export interface HeadLine {
  /** `start`, or the field's name in lower case; a name's second line has `name#2`. */
  readonly id: string;
  /** Byte offset from the head's first byte. */
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly text: string;
  /** Where the field's value begins in `text`; 0 on the start line. */
  readonly valueAt: number;
  readonly redacted: boolean;
}

export interface HeadPart<Head> {
  readonly at: number;
  readonly bytes: Uint8Array;
  readonly lines: readonly HeadLine[];
  /** Absent when the bytes cannot be read as a head. */
  readonly head?: Head;
  /** What a strict reader refuses: the fatal one, or those that were tolerated. */
  readonly violations: readonly Violation[];
}

export interface FramePart {
  readonly at: number;
  readonly unit: Unit;
  readonly bytes: Uint8Array;
}

export type WireEnd = {
  readonly at: number;
  readonly how: 'fin' | 'rst' | 'error' | 'closed';
  readonly by?: 'client' | 'server';
};

/** Everything one connection's opening handshake left behind, read from a capture. */
export interface Exchange {
  readonly connection: string;
  readonly opened?: { readonly at: number; readonly local: string; readonly remote: string };
  readonly request?: HeadPart<RequestHead>;
  readonly response?: HeadPart<ResponseHead>;
  readonly frames: readonly FramePart[];
  readonly script: readonly ScriptCaptureEvent[];
  readonly end?: WireEnd;
}

const printable = (text: string): string =>
  text.replace(/\p{Cc}/gu, (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** `id`, or `id#2` and so on where it is taken: a head may hold a field twice, and fields of any name. */
function takeId(taken: Set<string>, id: string): string {
  let free = id;
  for (let nth = 2; taken.has(free); nth++) free = `${id}#${nth}`;
  taken.add(free);
  return free;
}

/** Splits at LF, so that bytes no parser accepts still show as lines. */
function rawLines(bytes: Uint8Array): { start: number; end: number }[] {
  const lines: { start: number; end: number }[] = [];
  for (let start = 0; start < bytes.length; ) {
    const lf = bytes.indexOf(0x0a, start);
    const end = lf < 0 ? bytes.length : lf + 1;
    lines.push({ start, end });
    start = end;
  }
  return lines;
}

function linesOf(bytes: Uint8Array, fields: readonly HeadField[], redactions: readonly Redaction[]): HeadLine[] {
  const byStart = new Map(fields.map((field) => [field.line.start / 8, field]));
  const taken = new Set<string>();
  return rawLines(bytes)
    .filter(({ start, end }) => latin1Decode(bytes.subarray(start, end)).trim() !== '')
    .map(({ start, end }, i) => {
      const line = bytes.subarray(start, end);
      const field = byStart.get(start);
      return {
        id: takeId(taken, field?.name.toLowerCase() ?? (i === 0 ? 'start' : `line#${i + 1}`)),
        offset: start,
        bytes: line,
        text: printable(latin1Decode(line).replace(/\r?\n$/, '')),
        valueAt: field ? printable(latin1Decode(bytes.subarray(start, field.valueSpan.start / 8))).length : 0,
        redacted: redactions.some(({ span }) => span.start < end * 8 && span.end > start * 8),
      };
    });
}

function headPart<Head extends RequestHead | ResponseHead>(
  parse: typeof parseRequestHead | typeof parseResponseHead,
  bytes: Uint8Array,
  at: number,
  redactions: readonly Redaction[],
): HeadPart<Head> {
  const result = parse(bytes);
  if (result.kind === 'head')
    return {
      at,
      bytes,
      head: result.head as Head,
      violations: result.tolerated,
      lines: linesOf(bytes, result.head.fields, redactions),
    };
  const violations = result.kind === 'violation' ? [result.violation] : [];
  return { at, bytes, violations, lines: linesOf(bytes, result.kind === 'violation' ? result.fields : [], redactions) };
}

function endOf(events: readonly WireCaptureEvent[]): WireEnd | undefined {
  for (const event of events) {
    if (event.kind === 'fin' || event.kind === 'rst')
      return { at: event.at, how: event.kind, by: event.direction === 'client-to-server' ? 'client' : 'server' };
    if (event.kind === 'error' || event.kind === 'closed') return { at: event.at, how: event.kind };
  }
  return undefined;
}

function redactionsIn(events: readonly WireCaptureEvent[], direction: string, length: number): Redaction[] {
  return events.flatMap((event) =>
    event.kind === 'bytes' && event.direction === direction && event.offset < length
      ? (event.redacted ?? []).map(({ span, why }) => ({
          why,
          span: { start: span.start + event.offset * 8, end: span.end + event.offset * 8 },
        }))
      : [],
  );
}

/** Reads one connection's handshake out of a capture and its dissection. */
export function readExchange(
  connection: string,
  events: readonly CaptureEvent[],
  units: readonly Unit[],
  spaces: ReadonlyMap<string, Space>,
): Exchange {
  const wire = events.filter(isWireEvent).filter((event) => event.connection === connection);
  const mine = units.filter((unit) => unit.connection === connection);
  const opened = wire.find((event) => event.kind === 'opened');
  const bytesOf = (unit: Unit): Uint8Array =>
    spaces.get(unit.space)?.bytes.subarray(unit.span.start / 8, Math.ceil(unit.span.end / 8)) ?? new Uint8Array();
  const requestUnit = mine.find((unit) => unit.field === 'http.request');
  const responseUnit = mine.find((unit) => unit.field === 'http.response');
  const request =
    requestUnit &&
    headPart<RequestHead>(
      parseRequestHead,
      bytesOf(requestUnit),
      requestUnit.at,
      redactionsIn(wire, 'client-to-server', requestUnit.span.end / 8),
    );
  const response =
    responseUnit &&
    headPart<ResponseHead>(
      parseResponseHead,
      bytesOf(responseUnit),
      responseUnit.at,
      redactionsIn(wire, 'server-to-client', responseUnit.span.end / 8),
    );
  const end = endOf(wire);
  return {
    connection,
    ...(opened?.kind === 'opened' && { opened: { at: opened.at, local: opened.local, remote: opened.remote } }),
    ...(request && { request }),
    ...(response && { response }),
    frames: mine
      .filter((unit) => unit.field === 'ws.frame')
      .map((unit) => ({ at: unit.at, unit, bytes: bytesOf(unit) })),
    script: events.filter(isScriptEvent).filter((event) => event.connection === connection),
    ...(end && { end }),
  };
}

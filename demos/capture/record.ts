import type { Direction, EventId, Recorder, Redaction, ServerCaptureEvent } from './capture.ts';
import { ByteReader, ByteWriter, type ReadFailure } from './record-bytes.ts';
import { oneOf } from './record-choice.ts';
import { readPeer, writePeer } from './record-peer.ts';

/**
 * The binary form, on the side channel, of what a companion writes down. One message holds a version byte and any number of records;
 * each record is its length and then: kind, recorder, event number, `at` (float64), connection, and the kind's own fields.
 */
const RECORD_VERSION = 1;

export type DecodedRecords =
  | { readonly kind: 'records'; readonly events: readonly ServerCaptureEvent[] }
  | ({ readonly kind: 'violation' } & ReadFailure);

const KINDS = [
  'opened',
  'bytes',
  'gap',
  'fin',
  'rst',
  'error',
  'closed',
  'peer',
] as const satisfies ServerCaptureEvent['kind'][];
const RECORDERS = ['server', 'page', 'raw-client', 'model'] as const satisfies Recorder[];
const DIRECTIONS = ['client-to-server', 'server-to-client'] as const satisfies Direction[];
const GAP_REASONS = ['snapped', 'slow-page'] as const;
const REDACTION_REASONS = ['credential', 'tap-id'] as const satisfies Redaction['why'][];

/** Throws a RangeError for an offset or an event number that is no integer from 0 to 2^53 - 1. */
export function encodeRecords(events: readonly ServerCaptureEvent[]): Uint8Array<ArrayBuffer> {
  const message = new ByteWriter();
  message.byte(RECORD_VERSION);
  for (const event of events) {
    const record = new ByteWriter();
    writeRecord(record, event);
    message.bytes(record.result());
  }
  return message.result();
}

function writeRecord(record: ByteWriter, event: ServerCaptureEvent): void {
  const colon = event.id.indexOf(':');
  record.byte(KINDS.indexOf(event.kind));
  const recorders: readonly string[] = RECORDERS;
  record.byte(recorders.indexOf(event.id.slice(0, colon)));
  record.integer(Number(event.id.slice(colon + 1)));
  record.float(event.at);
  record.text(event.connection);
  switch (event.kind) {
    case 'opened':
      record.text(event.local);
      record.text(event.remote);
      break;
    case 'bytes': {
      record.byte(DIRECTIONS.indexOf(event.direction));
      record.integer(event.offset);
      record.bytes(event.bytes);
      const redacted = event.redacted ?? [];
      record.integer(redacted.length);
      for (const { span, why } of redacted) {
        record.byte(REDACTION_REASONS.indexOf(why));
        record.integer(span.start);
        record.integer(span.end);
      }
      break;
    }
    case 'gap':
      record.byte(DIRECTIONS.indexOf(event.direction));
      record.integer(event.offset);
      record.integer(event.length);
      record.byte(GAP_REASONS.indexOf(event.why));
      break;
    case 'fin':
    case 'rst':
      record.byte(DIRECTIONS.indexOf(event.direction));
      break;
    case 'error':
      record.text(event.code);
      break;
    case 'peer':
      writePeer(record, event);
      break;
    case 'closed':
      break;
  }
}

/** Never throws, whatever the bytes are. The events' bytes are views into `message`. */
export function decodeRecords(message: Uint8Array): DecodedRecords {
  const reader = new ByteReader(message);
  const version = reader.byte('the version');
  if (!reader.failure && version !== RECORD_VERSION) reader.fail(0, `version ${version}`, `version ${RECORD_VERSION}`);
  const events: ServerCaptureEvent[] = [];
  while (!reader.atEnd) {
    const body = reader.bytes('a record');
    const end = reader.offset;
    if (reader.failure) break;
    const record = new ByteReader(message, end - body.length, end);
    const event = readRecord(record);
    if (!record.atEnd) record.fail(record.offset, `${end - record.offset} bytes more`, 'the end of the record');
    if (record.failure) return { kind: 'violation', ...record.failure };
    events.push(event);
  }
  return reader.failure ? { kind: 'violation', ...reader.failure } : { kind: 'records', events };
}

function readRecord(record: ByteReader): ServerCaptureEvent {
  const kind = oneOf(record, KINDS, 'a kind of event');
  const recorder = oneOf(record, RECORDERS, 'a recorder');
  const id: EventId = `${recorder}:${record.integer('an event number')}`;
  const base = { id, at: record.float('a time'), connection: record.text('a connection') };
  switch (kind) {
    case 'opened':
      return { ...base, kind, local: record.text('an address'), remote: record.text('an address') };
    case 'bytes': {
      const direction = oneOf(record, DIRECTIONS, 'a direction');
      const offset = record.integer('an offset');
      const bytes = record.bytes('the bytes');
      const redacted = readRedactions(record, bytes.length * 8);
      return { ...base, kind, direction, offset, bytes, ...(redacted.length > 0 && { redacted }) };
    }
    case 'gap': {
      const direction = oneOf(record, DIRECTIONS, 'a direction');
      const offset = record.integer('an offset');
      const length = record.integer('a length');
      return { ...base, kind, direction, offset, length, why: oneOf(record, GAP_REASONS, 'a reason') };
    }
    case 'fin':
    case 'rst':
      return { ...base, kind, direction: oneOf(record, DIRECTIONS, 'a direction') };
    case 'error':
      return { ...base, kind, code: record.text('an error code') };
    case 'closed':
      return { ...base, kind };
    case 'peer':
      return { ...base, ...readPeer(record) };
  }
}

function readRedactions(record: ByteReader, bits: number): Redaction[] {
  const redacted: Redaction[] = [];
  for (let left = record.integer('the number of redactions'); left > 0 && !record.failure; left -= 1) {
    const why = oneOf(record, REDACTION_REASONS, 'a reason');
    const at = record.offset;
    const span = { start: record.integer('the start of a span'), end: record.integer('the end of a span') };
    if (span.start > span.end || span.end > bits)
      record.fail(at, `${span.start} to ${span.end}`, `a span within ${bits} bits`);
    redacted.push({ span, why });
  }
  return redacted;
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '#demos/protocol/bytes.ts';
import { arbitraryServerEvent } from './arbitrary.ts';
import type { PeerCaptureEvent, WireCaptureEvent } from './capture.ts';
import { decodeRecords, encodeRecords } from './record.ts';

const wellFormed = arbitraryServerEvent.filter((event) => JSON.stringify(event).isWellFormed());

describe('records on the side channel', () => {
  const event: WireCaptureEvent = {
    id: 'server:300',
    at: 1.5,
    connection: 'c1',
    kind: 'bytes',
    direction: 'server-to-client',
    offset: 129,
    bytes: fromHex('81 05'),
  };
  const wire = '01 16 01 00 ac 02 3f f8 00 00 00 00 00 00 02 63 31 01 81 01 02 81 05 00';

  test('a record is its length, then kind, recorder, number, time, connection and the fields of its kind', () => {
    expect(toHex(encodeRecords([event]))).toBe(wire);
    expect(decodeRecords(fromHex(wire))).toEqual({ kind: 'records', events: [event] });
  });

  test('a server’s own view is its name, readyState, and code, reason and wasClean of a close', () => {
    const told: PeerCaptureEvent = {
      id: 'server:1',
      at: 0,
      connection: 'c',
      kind: 'peer',
      peer: { on: 'close', code: 1006, reason: '', wasClean: false },
      readyState: 3,
    };
    const hex = '01 13 07 00 01 00 00 00 00 00 00 00 00 01 63 09 03 ef 07 00 00';
    expect(toHex(encodeRecords([told]))).toBe(hex);
    expect(decodeRecords(fromHex(hex))).toEqual({ kind: 'records', events: [told] });
  });

  test('a batch of none is the version alone', () => {
    expect(toHex(encodeRecords([]))).toBe('01');
    expect(decodeRecords(fromHex('01'))).toEqual({ kind: 'records', events: [] });
  });

  test('another version is refused', () => {
    expect(decodeRecords(fromHex('02'))).toEqual({
      kind: 'violation',
      offset: 0,
      found: 'version 2',
      expected: 'version 1',
    });
  });

  test('a record that ends early says where', () => {
    expect(decodeRecords(fromHex('01 05 06 00'))).toMatchObject({ kind: 'violation', offset: 2, found: '2 bytes' });
  });

  test('an unknown kind is refused', () => {
    expect(decodeRecords(fromHex('01 01 08'))).toMatchObject({ kind: 'violation', offset: 2, found: '8' });
  });

  test('a negative offset is our own mistake', () => {
    expect(() => encodeRecords([{ ...event, offset: -1 }])).toThrow(RangeError);
  });

  test('decoding gives back what was encoded', () => {
    fc.assert(
      fc.property(fc.array(wellFormed, { maxLength: 8 }), (events) => {
        expect(decodeRecords(encodeRecords(events))).toEqual({ kind: 'records', events });
      }),
    );
  });

  test('random bytes give records or a violation, never a throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const versioned = Uint8Array.of(1, ...bytes);
        expect(['records', 'violation']).toContain(decodeRecords(versioned).kind);
        expect(['records', 'violation']).toContain(decodeRecords(bytes).kind);
      }),
    );
  });

  test('one changed byte gives records or a violation, never a throw', () => {
    fc.assert(
      fc.property(
        fc.array(wellFormed, { minLength: 1, maxLength: 3 }),
        fc.nat(),
        fc.nat(255),
        (events, place, value) => {
          const bytes = encodeRecords(events);
          bytes[place % bytes.length] = value;
          expect(['records', 'violation']).toContain(decodeRecords(bytes).kind);
        },
      ),
    );
  });
});

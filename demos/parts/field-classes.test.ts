import { describe, expect, it } from 'vitest';
import { createDissector } from '#demos/capture/dissect.ts';
import type { Annotation } from '#demos/capture/dissection.ts';
import { concat, fromHex, latin1Encode } from '#demos/protocol/bytes.ts';
import { fieldClasses } from './field-classes.ts';

const HEADS = {
  'client-to-server':
    'GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  'server-to-client':
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n',
} as const;
type Direction = keyof typeof HEADS;

/** The frame a dissection finds after the opening handshake. */
function frameOf(hex: string, direction: Direction): Annotation {
  const dissector = createDissector();
  const push = (id: number, way: Direction, bytes: Uint8Array) =>
    dissector.push({ id: `server:${id}`, at: id, connection: 'c', kind: 'bytes', direction: way, offset: 0, bytes });
  const other: Direction = direction === 'client-to-server' ? 'server-to-client' : 'client-to-server';
  const bytes = concat(latin1Encode(HEADS[direction]), fromHex(hex));
  const ways: readonly (readonly [Direction, Uint8Array])[] = [
    [direction, bytes],
    [other, latin1Encode(HEADS[other])],
  ];
  const inOrder = direction === 'client-to-server' ? ways : ways.toReversed();
  const units = inOrder.flatMap(([way, sent], i) => push(i, way, sent).units);
  const frame = units.find(({ field }) => field === 'ws.frame');
  if (!frame) throw new Error('no frame in these bytes');
  return frame;
}
const classes = (hex: string, direction: Direction) =>
  fieldClasses(frameOf(hex, direction), fromHex(hex).length).map((each) => each.join(' '));

describe('the colours of a frame’s bytes', () => {
  it('of RFC 6455 §5.7, a masked “Hello”', () =>
    expect(classes('81 85 37 fa 21 3d 7f 9f 4d 51 58', 'client-to-server')).toEqual([
      'split',
      't-len',
      ...Array(4).fill('t-key'),
      ...Array(5).fill('t-pay'),
    ]));

  it('of RFC 6455 §5.7, an unmasked “Hello”: no key', () =>
    expect(classes('81 05 48 65 6c 6c 6f', 'server-to-client')).toEqual(['split', 't-len', ...Array(5).fill('t-pay')]));

  it('of 256 bytes: the length takes three', () =>
    expect(classes(`82 7e 01 00 ${'00'.repeat(256)}`, 'server-to-client').slice(0, 5)).toEqual([
      'split',
      't-len',
      't-len',
      't-len',
      't-pay',
    ]));

  it('of 65,536 bytes: the length takes nine', () =>
    expect(classes(`82 7f 00 00 00 00 00 01 00 00 ${'00'.repeat(65536)}`, 'server-to-client').slice(0, 11)).toEqual([
      'split',
      ...Array(9).fill('t-len'),
      't-pay',
    ]));

  it('of an empty ping: two bytes', () => expect(classes('89 00', 'server-to-client')).toEqual(['split', 't-len']));

  it('of a Close: its code and reason are payload', () =>
    expect(classes('88 05 03 e8 62 79 65', 'server-to-client')).toEqual(['split', 't-len', ...Array(5).fill('t-pay')]));

  it('of a masked Close: what was unmasked has no place on the wire', () =>
    expect(classes('88 82 00 00 00 00 03 e8', 'client-to-server')).toEqual([
      'split',
      't-len',
      ...Array(4).fill('t-key'),
      ...Array(2).fill('t-pay'),
    ]));
});

it('nothing has no colours', () => expect(fieldClasses(frameOf('89 00', 'server-to-client'), 0)).toEqual([]));

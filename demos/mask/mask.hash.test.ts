import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '#demos/protocol/bytes.ts';
import { readHash } from './mask.hash.ts';

describe('a link', () => {
  test('carries payload, key, way, step and part', () => {
    const key = fromHex('37 fa 21 3d');
    const params = new URLSearchParams({ payload: '4865', key: toHex(key, ''), way: 'unmask', step: '2', part: 'key' });
    expect(readHash(params)).toEqual({ payload: fromHex('48 65'), key, way: 'unmask', step: 2, part: 'key' });
  });
  test.each([
    'payload=4',
    `payload=${'00'.repeat(126)}`,
    'key=0102',
    'way=up',
    'step=-1',
    'part=door',
    'source=tape',
    '',
  ])('leaves out %j, which makes no sense', (query) => expect(readHash(new URLSearchParams(query))).toEqual({}));
});

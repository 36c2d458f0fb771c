import { describe, expect, test } from 'vitest';
import { checkOrigin, isLoopback, ownOrigins } from './origin-guard.ts';

const own = ownOrigins('127.0.0.1', 4101, []);

describe('our own origins', () => {
  test('are those of the loopback listener, and no others', () => {
    expect([...own]).toEqual(['http://127.0.0.1:4101', 'http://localhost:4101']);
  });

  test('are written as browsers write them', () => {
    expect([...ownOrigins('::1', 80, [])]).toEqual(['http://[::1]', 'http://localhost']);
  });

  test('of one outer address do not include localhost', () => {
    expect([...ownOrigins('192.0.2.7', 4101, [])]).toEqual(['http://192.0.2.7:4101']);
  });

  test('include what the operator allowed', () => {
    const allowed = [
      { host: 'course.example', origin: null },
      { host: 'tls.example', origin: 'https://tls.example' },
    ];
    expect([...ownOrigins('127.0.0.1', 4101, allowed)].slice(2)).toEqual([
      'http://course.example:4101',
      'https://tls.example',
    ]);
  });

  test('of every address include those of the machine', () => {
    expect(ownOrigins('0.0.0.0', 4101, [])).toContain('http://127.0.0.1:4101');
  });
});

describe('Origin must be ours', () => {
  test('it may be either name of loopback, on our port', () => {
    expect(checkOrigin(['http://localhost:4101'], own, true)).toBeNull();
    expect(checkOrigin(['http://127.0.0.1:4101'], own, true)).toBeNull();
  });

  test.each([
    'null',
    'http://localhost:4102',
    'http://localhost',
    'https://localhost:4101',
    'http://evil.example',
    'http://localhost:4101.evil.example',
    'http://localhost:4101/',
    '',
    'file://',
  ])('"%s" is refused, where Origin is required and where it is not', (origin) => {
    expect(checkOrigin([origin], own, true)?.status).toBe(403);
    expect(checkOrigin([origin], own, false)?.status).toBe(403);
  });

  test('a missing one is refused only where it is required', () => {
    expect(checkOrigin([], own, true)?.status).toBe(403);
    expect(checkOrigin([], own, false)).toBeNull();
  });

  test('two are refused', () => {
    expect(checkOrigin(['http://localhost:4101', 'http://localhost:4101'], own, false)?.status).toBe(403);
  });
});

test('loopback is 127.0.0.0/8, ::1 and localhost', () => {
  expect(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1', 'localhost'].every(isLoopback)).toBe(true);
  expect(['0.0.0.0', '::', '10.0.0.1', '1.127.0.1', 'localhost.example'].some(isLoopback)).toBe(false);
});

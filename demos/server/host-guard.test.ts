import { describe, expect, test } from 'vitest';
import { checkHost, parseAllowedHost } from './host-guard.ts';

const fromLoopback = (...hosts: string[]) => checkHost(hosts, '127.0.0.1', []);

describe('Host must name the address that was really asked', () => {
  test.each(['localhost', 'localhost:4101', 'LOCALHOST:4101', '127.0.0.1', '127.0.0.1:9'])('%s is ours', (host) => {
    expect(fromLoopback(host)).toBeNull();
  });

  test.each([
    'evil.example',
    'evil.example:4101',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'localhost@evil.example',
    '127.0.0.2',
    '192.168.1.5',
    '[::1]',
    '',
    'localhost:4101/',
    'localhost evil',
    'localhost,evil.example',
  ])('"%s" is not', (host) => {
    expect(fromLoopback(host)?.status).toBe(421);
  });

  test('no Host, and two of them, are misdirected', () => {
    expect(fromLoopback()?.status).toBe(421);
    expect(fromLoopback('localhost', 'localhost')?.status).toBe(421);
  });

  test('every spelling of an IPv6 address is the address', () => {
    expect(checkHost(['[::1]:4101'], '::1', [])).toBeNull();
    expect(checkHost(['[0:0:0:0:0:0:0:1]'], '::1', [])).toBeNull();
    expect(checkHost(['192.168.1.5'], '::ffff:192.168.1.5', [])).toBeNull();
  });

  test('an allowed name is ours, and no name that contains it', () => {
    const allowed = [parseAllowedHost('course.example')];
    expect(checkHost(['course.example:4101'], '127.0.0.1', allowed)).toBeNull();
    expect(checkHost(['x.course.example'], '127.0.0.1', allowed)?.status).toBe(421);
  });
});

describe('--allow-host', () => {
  test('takes a name, or an origin', () => {
    expect(parseAllowedHost('course.example')).toEqual({ host: 'course.example', origin: null });
    expect(parseAllowedHost('https://course.example')).toEqual({
      host: 'course.example',
      origin: 'https://course.example',
    });
  });

  test.each([
    '',
    '*',
    'a b',
    'course.example/path',
    'course.example:80',
    'null/',
    'ftp://course.example',
    'http://u@course.example',
  ])('does not take "%s"', (text) => {
    expect(() => parseAllowedHost(text)).toThrow(TypeError);
  });
});

import { describe, expect, it } from 'vitest';
import { browserName, provenance } from './provenance.ts';

const RECORDED = { Node: '24.21.0', ws: '8.23.0', 'socket.io': '4.8.4', path: 'loopback', Chromium: '156.0.8078.73' };

describe('provenance', () => {
  it('says who spoke to whom, and where', () =>
    expect(provenance(RECORDED)).toBe('Chromium 156.0.8078.73 → ws 8.23.0, loopback'));

  it('names the server asked for', () =>
    expect(provenance(RECORDED, 'socket.io')).toBe('Chromium 156.0.8078.73 → socket.io 4.8.4, loopback'));

  it('leaves out what is not known', () => {
    expect(provenance({ ws: '8.23.0' })).toBe('ws 8.23.0');
    expect(provenance({ Chromium: '156' })).toBe('Chromium 156');
    expect(provenance({})).toBe('');
  });

  it('says of a model only that it was computed', () =>
    expect(provenance({ model: 'minimal RFC 6455 peers', path: 'computed, not captured' })).toBe(
      'computed, not captured',
    ));
});

describe('the browser’s name', () => {
  it.each([
    [{ Chromium: '156' }, 'Chromium'],
    [{ ws: '8', Firefox: '140.0' }, 'Firefox'],
    [{ Safari: '26.0' }, 'Safari'],
    [{ WebKit: '605.1.15' }, 'WebKit'],
    [RECORDED, 'Chromium'],
    [{ Node: '24', ws: '8' }, null],
    [{}, null],
  ])('of %j is %s', (madeWith: Readonly<Record<string, string>>, name) => expect(browserName(madeWith)).toBe(name));
});

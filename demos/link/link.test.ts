import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Capture } from '#demos/capture/capture.ts';
import { createAppendOrder, createCaptureStore } from './capture-store.ts';
import { parseCompanionMessage } from './companion-message.ts';
import { browserOf, companionPresent } from './page.ts';
import { createRecordedLink } from './recorded.ts';
import { retryDelay } from './retry.ts';
import { socketUrl, withoutSecrets } from './socket-url.ts';

const CAPTURE: Capture = { format: 1, source: 'recorded', madeWith: { ws: '8.23.0' }, events: [] };

describe('a recorded link', () => {
  it('plays its capture', () => expect(createRecordedLink(CAPTURE).capture.get()).toBe(CAPTURE));

  it('can do nothing else', () => {
    const link = createRecordedLink(CAPTURE);
    expect(link.can('connect')).toBe(false);
    expect(() => link.do({ kind: 'connect' })).toThrow('a recorded capture cannot connect');
  });
});

describe('companionPresent', () => {
  const page = (...entries: object[]) => companionPresent({ getEntriesByType: () => entries as PerformanceEntryList });

  it('is true where the page was served with Server-Timing: companion', () =>
    expect(page({ serverTiming: [{ name: 'cache' }, { name: 'companion' }] })).toBe(true));
  it('is false on a static host', () => expect(page({ serverTiming: [] })).toBe(false));
  it('is false where the browser does not say', () => expect([page({}), page()]).toEqual([false, false]));
});

describe('browserOf', () => {
  it.each([
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
      { Chromium: '156' },
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', { Firefox: '140.0' }],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
      { Safari: '18.1' },
    ],
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/60.5 Safari/605.1.15',
      { WebKit: '605.1.15' },
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/130.0.6723.37 Mobile/15E148 Safari/604.1',
      { WebKit: '605.1.15' },
    ],
    ['curl/8.5.0', {}],
  ])('reads %s', (userAgent, browser) => expect(browserOf(userAgent)).toEqual(browser));
});

describe('retryDelay', () => {
  it('is never under 2 s nor over 15 s', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (failures, random) => {
          const delay = retryDelay(failures, random);
          return delay >= 2000 && delay <= 15_000;
        },
      ),
    ));
  it('spreads the pages that a companion lost together', () =>
    expect([retryDelay(4, 0), retryDelay(4, 0.999)]).toEqual([15_000, 11_254]));
});

describe('the address of a socket', () => {
  const location = { protocol: 'https:', host: 'h.test', hostname: 'h.test' };

  it('is wss: on an https: page', () =>
    expect(socketUrl({ location }, { path: '/ws/echo', tap: 'a-_', socket: 2 })).toBe(
      'wss://h.test/ws/echo?tap=a-_&s=2',
    ));

  it('goes into a capture with filler of equal length for its secrets', () =>
    expect(withoutSecrets('ws://h/ws/echo?tap=abc&s=2&ticket=de#tap=f')).toBe(
      'ws://h/ws/echo?tap=xxx&s=2&ticket=xx#tap=f',
    ));
});

describe('parseCompanionMessage', () => {
  it.each([
    { kind: 'ready', tap: 'T', allows: { raw: true, respond: false }, madeWith: { ws: '8.23.0' } },
    { kind: 'raw-opened', request: 1, connection: '4' },
    { kind: 'ticket', request: 2, port: 80, ticket: 't' },
    { kind: 'refused', request: 3, rule: 'r', found: 'f', expected: 'e' },
  ])('reads $kind', (message) => expect(parseCompanionMessage(JSON.stringify(message))).toEqual(message));

  it('never throws', () =>
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => parseCompanionMessage(text) === null)));
});

describe('a capture store', () => {
  const event = (number: number) => ({ id: `page:${number}`, at: 0, connection: 'c', kind: 'closed' }) as const;

  it('tells every listener in the order of the capture, though a listener adds', () => {
    const store = createCaptureStore('live', {}, createAppendOrder);
    const heard: string[] = [];
    store.capture.subscribe(([first]) => {
      if (first?.id === 'page:0') store.add([event(1)]);
    });
    store.capture.subscribe((added) => heard.push(...added.map(({ id }) => id)));
    store.add([event(0)]);
    expect(heard).toEqual(['page:0', 'page:1']);
  });

  it('tells nobody who left', () => {
    const store = createCaptureStore('live', {}, createAppendOrder);
    let heard = 0;
    store.capture.subscribe(() => heard++)();
    store.add([event(0)]);
    expect(heard).toBe(0);
  });
});

import { expect, test } from 'vitest';
import { receiverOf } from './assembler.policies.ts';

test('what answers is held to its own measured ways, and a browser that was not measured to the RFC', () => {
  expect(receiverOf('client', { WebKit: '605.1.15', ws: '8.23.0' })).toBe('ws');
  expect(receiverOf('server', { Chromium: '156', ws: '8.23.0' })).toBe('chromium');
  expect(receiverOf('server', { WebKit: '605.1.15', ws: '8.23.0' })).toBe('rfc');
  expect(receiverOf('server', { model: 'minimal RFC 6455 peers' })).toBe('chromium');
});

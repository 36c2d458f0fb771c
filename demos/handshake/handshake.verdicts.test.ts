import { describe, expect, test } from 'vitest';
import { handshakeTexts as texts } from '#content/figures/en/handshake.ts';
import { MEASURED_WITH } from '#demos/protocol/handshake-differences.ts';
import { analyse } from './handshake.analysis.ts';
import type { Exchange } from './handshake.exchange.ts';
import { readHandshake } from './handshake.reading.ts';
import { verdictsOf } from './handshake.verdicts.ts';
import { answered, captureOf, heard, REQUEST, RESPONSE, type Said, sent } from './test-stories.ts';

const LIVE = { source: 'live', madeWith: { Chromium: '156', ws: '8.23.0' }, companion: true } as const;

const exchangeOf = (...said: readonly Said[]): Exchange => {
  const exchange = readHandshake(captureOf(...said));
  if (!exchange) throw new Error('nothing was said');
  return exchange;
};

const REFUSAL = 'HTTP/1.1 400 Bad Request\nConnection: close\n\n';
const told1006 = [heard({ on: 'error' }), heard({ on: 'close', code: 1006, reason: '', wasClean: false })] as const;
const toldOpen = heard({ on: 'open', protocol: '', extensions: '' });

describe('two verdicts on the same bytes', () => {
  test('a good handshake that the browser opened: they agree', () => {
    const view = verdictsOf(analyse(exchangeOf(sent(REQUEST), answered(RESPONSE), toldOpen)), LIVE, texts);
    expect(view.rfc).toEqual({ says: 'Every check passes: the connection is open.', because: null });
    expect(view.real.says).toBe('Chromium opened the connection. Script was told: open.');
    expect(view.real.adds).toBe(texts.ui.theyAgree);
    expect(view.differ).toBe(false);
  });

  test('HTTP/1.0 101: the RFC refuses, the browser opens, and the program is the laxer', () => {
    const response = RESPONSE.replace('HTTP/1.1', 'HTTP/1.0');
    const view = verdictsOf(analyse(exchangeOf(sent(REQUEST), answered(response), toldOpen)), LIVE, texts);
    expect(view.rfc.because?.rule).toBe('handshake.http-version');
    expect(view.real.adds).toBe(`${texts.ui.theyDiffer} ${texts.ui.laxer}`);
    expect(view.differ).toBe(true);
  });

  test('the same on the model: nobody did anything, and what was measured is said', () => {
    const response = RESPONSE.replace('HTTP/1.1', 'HTTP/1.0');
    const model = { ...LIVE, source: 'model' } as const;
    const view = verdictsOf(analyse(exchangeOf(sent(REQUEST), answered(response), ...told1006)), model, texts);
    expect(view.real.says).toBe(texts.ui.realNobodyYet);
    expect(view.real.adds).toContain(`Chromium ${MEASURED_WITH.chromium} took it.`);
    expect(view.real.adds).toContain(`ws ${MEASURED_WITH.ws} took it.`);
    expect(view.differ).toBe(false);
  });

  test('no Host, and ws takes it: they differ', () => {
    const request = REQUEST.replace(/Host:.*\n/, '');
    const view = verdictsOf(analyse(exchangeOf(sent(request), answered(RESPONSE))), LIVE, texts);
    expect(view.rfc.because?.rule).toBe('handshake.request-host');
    expect(view.real.says).toBe('ws 8.23.0 answered `HTTP/1.1 101 Switching Protocols`: it took the request.');
    expect(view.differ).toBe(true);
  });

  test('a refused request: the server says 400, and they agree', () => {
    const request = REQUEST.replace('GET', 'POST');
    const view = verdictsOf(analyse(exchangeOf(sent(request), answered(REFUSAL))), LIVE, texts);
    expect(view.rfc.because?.rule).toBe('handshake.request-method');
    expect(view.real).toEqual({ says: 'ws 8.23.0 answered `HTTP/1.1 400 Bad Request`.', adds: texts.ui.theyAgree });
  });

  test('a server that closes without a word is not taken for a model', () => {
    const end = { kind: 'fin', direction: 'server-to-client' } as const;
    const view = verdictsOf(analyse(exchangeOf(sent('\n'), end)), LIVE, texts);
    expect(view.rfc.says).toBe(texts.ui.verdictEnded);
    expect(view.real.says).toBe('ws 8.23.0 closed the connection without an answer: to it, this was no request.');
  });
});

test('two accept values do not agree, even where one is the expected one', () => {
  const accept = 'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n';
  const twice = RESPONSE.replace(accept, accept + accept);
  const sum = analyse(exchangeOf(sent(REQUEST), answered(twice))).accept;
  expect(sum).toMatchObject({ agrees: false, received: `${sum?.expected}, ${sum?.expected}` });
  expect(analyse(exchangeOf(sent(REQUEST), answered(RESPONSE))).accept).toMatchObject({ agrees: true });
});

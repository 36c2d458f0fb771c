import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recordedCapture } from '#demos/capture/recording.ts';
import { latin1Decode } from '#demos/protocol/bytes.ts';
import { HANDSHAKE_FAULTS } from '#demos/protocol/faults-handshake.ts';
import { HandshakeFigure } from './handshake.figure.svelte.ts';
import { CHECK_ORDER } from './handshake.machine.ts';
import { checkName } from './handshake.moments.ts';
import { recordedStory } from './handshake.recorded.ts';

const capture = recordedCapture(
  readFileSync(new URL('../../content/captures/handshake.json', import.meta.url), 'utf8'),
);
const recorded = { story: recordedStory(capture), madeWith: capture.madeWith, url: '/handshake.json' };

let figure: HandshakeFigure;
beforeEach(() => {
  figure = new HandshakeFigure(recorded, false);
  figure.wake();
});
afterEach(() => figure.dispose());

const settled = () => vi.waitUntil(() => !figure.running, { timeout: 5000, interval: 1 });
async function runScenario(id: string) {
  figure.runScenario(id);
  await settled();
  return figure.story;
}
const shown = () => figure.story.moments[figure.index]?.id;
const edit = (text: string) => figure.edit({ type: 'change', text });

describe('a figure nobody has touched', () => {
  it('shows the recording at its accept check', () =>
    expect([figure.source, shown(), figure.editing]).toEqual(['recorded', 'check:accept', false]));
});

describe('each fault, on the model', () => {
  const BROKEN = HANDSHAKE_FAULTS.flatMap((fault) =>
    fault.breaks?.startsWith('handshake.') ? [[fault.id, fault, fault.breaks] as const] : [],
  );

  it.each(BROKEN.filter(([, { side }]) => side === 'request'))(
    '%s is refused by the server for the rule it breaks',
    async (id, _, rule) => {
      const { analysis, moments } = await runScenario(id);
      expect(analysis.rfc).toMatchObject({ outcome: 'refused', by: 'server', because: { rule } });
      expect(moments.find(({ check }) => check?.outcome === 'failed')).toMatchObject({ id: 'hash', check: { rule } });
      expect(analysis.exchange.response?.head?.status).toBe(rule === 'handshake.request-version' ? 426 : 400);
      expect(moments.at(-1)).toMatchObject({ id: 'failed', state: 'failed' });
      expect(shown()).toBe('hash');
    },
  );

  it.each(BROKEN.filter(([, { side }]) => side === 'response'))(
    '%s fails the client’s check of that rule',
    async (id, _, rule) => {
      const { analysis, moments } = await runScenario(id);
      expect(analysis.rfc).toMatchObject({ outcome: 'refused', by: 'client', because: { rule } });
      const [check, last] = moments.slice(-2);
      expect(check).toMatchObject({
        check: { rule, outcome: 'failed' },
        id: `check:${rule.slice('handshake.'.length)}`,
      });
      expect(last).toMatchObject({ id: 'failed', state: 'failed' });
      expect(shown()).toBe(check?.id);
      expect(analysis.real).toEqual({ by: 'browser', opened: false, told: ['error', 'close 1006'] });
    },
  );

  it.each(BROKEN.filter(([, { side }]) => side === 'response'))(
    '%s lets every check before that one pass',
    async (id, _, rule) => {
      const { moments } = await runScenario(id);
      const passed = moments.flatMap(({ check }) => (check?.outcome === 'passed' ? [checkName(check)] : []));
      const failing = (CHECK_ORDER as readonly string[]).indexOf(rule.slice('handshake.'.length));
      expect(passed).toEqual(CHECK_ORDER.slice(0, Math.max(0, failing)));
    },
  );

  it('response.not-http leaves nothing to check', async () => {
    const { analysis, moments } = await runScenario('response.not-http');
    expect(analysis.rfc).toMatchObject({ outcome: 'refused', by: 'client', because: { rule: 'http.not-http' } });
    expect(moments.map(({ id }) => id)).toEqual(['tcp', 'request', 'hash', 'response', 'failed']);
  });

  it('request.subprotocol breaks no rule', async () => {
    const { analysis, moments } = await runScenario('request.subprotocol');
    expect(analysis.rfc).toEqual({ outcome: 'open' });
    expect(moments.at(-1)).toMatchObject({ id: 'open', state: 'open' });
  });

  it('request.bare-lf is one that a reader may tolerate, and says so', async () => {
    const { analysis, moments } = await runScenario('request.bare-lf');
    expect(new Set(analysis.exchange.request?.violations.map(({ rule }) => rule))).toEqual(new Set(['http.bare-lf']));
    expect(latin1Decode(analysis.exchange.request?.bytes ?? new Uint8Array())).toMatch(/^[^\r]*\n\n$/);
    expect(moments.at(-1)).toMatchObject({ id: 'open', state: 'open' });
  });
});

describe('the editor', () => {
  it('opens on the head that was recorded, the accept value’s place kept', () => {
    figure.openEditor('response');
    expect(figure.draft).toMatch(/^HTTP\/1\.1 101 Switching Protocols\n/);
    expect(figure.draft).toContain('\nSec-WebSocket-Accept: {accept}\n');
  });

  it('sends what was not edited, and the connection opens', async () => {
    figure.openEditor('response');
    figure.edit({ type: 'send' });
    await settled();
    expect(figure.story.analysis.rfc).toEqual({ outcome: 'open' });
    expect([figure.source, figure.edited]).toEqual(['model', 'response']);
  });

  it('puts the recorded head back on restore', () => {
    figure.openEditor('request');
    const before = figure.draft;
    edit('nonsense');
    figure.edit({ type: 'restore' });
    expect(figure.draft).toBe(before);
  });

  it('breaks the head that was recorded, not one already broken', () => {
    figure.openEditor('request');
    figure.edit({ type: 'break', fault: 'request.no-host' });
    figure.edit({ type: 'break', fault: 'request.method-post' });
    expect(figure.draft).toMatch(/^POST .*\nHost: /);
  });

  it('keeps the text that is too large to send, and says why', () => {
    const text = 'x'.repeat(65_533);
    figure.openEditor('request');
    edit(text);
    figure.edit({ type: 'send' });
    expect([figure.editing, figure.draft, figure.problem]).toEqual([
      true,
      text,
      { rule: 'raw.too-large', found: '65,537 bytes', expected: 'at most 65,536 bytes' },
    ]);
  });

  it('takes any text: what is no request is shown as refused', async () => {
    figure.openEditor('request');
    edit('hello');
    figure.edit({ type: 'send' });
    await settled();
    expect(figure.story.analysis.rfc).toMatchObject({ outcome: 'refused', by: 'server' });
    expect(figure.story.moments.at(-1)?.state).toBe('failed');
  });

  it('lets the reader come back to the recording and to the draft', async () => {
    await runScenario('request.no-host');
    const sent = figure.draft;
    figure.choose('recorded');
    expect(figure.story).toBe(recorded.story);
    figure.openEditor('request');
    expect(figure.draft).toBe(sent);
  });
});

describe('a link', () => {
  it('goes to a step, a part and a source', async () => {
    figure.obey({ step: 2, part: 'key', source: 'model' }, false);
    await settled();
    expect([figure.source, shown()]).toEqual(['model', 'hash']);
    expect(figure.selected).toBe('request/sec-websocket-key');
  });

  it('does not make a connection of its own where there is no companion', () => {
    figure.obey({ source: 'live' }, false);
    expect([figure.source, figure.running]).toEqual(['recorded', false]);
  });

  it('fills the editor and sends nothing', () => {
    figure.obey({ side: 'request', draft: 'GET /x HTTP/1.1\n' }, true);
    expect([figure.editing, figure.running, figure.draft]).toEqual([true, false, 'GET /x HTTP/1.1\n']);
  });

  it('to a step beyond the last shows the last', () => {
    figure.obey({ step: 1000 }, false);
    expect(figure.index).toBe(12);
  });
});

it('a run that is overtaken is not shown', async () => {
  figure.choose('model');
  figure.choose('recorded');
  await settled();
  await Promise.all([import('#demos/link/model.ts'), import('./handshake.live.ts')]);
  expect([figure.source, figure.story]).toEqual(['recorded', recorded.story]);
});

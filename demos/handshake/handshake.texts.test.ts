import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { handshakeTexts as texts } from '#content/figures/en/handshake.ts';
import { scoreTexts } from '#content/figures/en/score.ts';
import { fill } from '#demos/parts/fill.ts';
import { HANDSHAKE_FAULTS } from '#demos/protocol/faults-handshake.ts';
import { HANDSHAKE_RULES } from '#demos/protocol/rules-handshake.ts';
import { HTTP_RULES } from '#demos/protocol/rules-http.ts';
import { sourceUrl } from '#demos/protocol/source.ts';
import { CHECK_ORDER } from './handshake.machine.ts';
import { PHASES } from './handshake.moments.ts';
import { UI_KEYS } from './handshake.texts.ts';

/** Every string in a value, with the path to it. */
function strings(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => strings(inner, `${path}/${key}`));
}
const WRITTEN = [...strings(texts, 'handshake'), ...strings(scoreTexts, 'score')].filter(
  ([path]) => !/\/source\//.test(path),
);

describe('there is a text', () => {
  test.each([...PHASES, 'failed'])('for the phase %s', (phase) => expect(texts.phases[phase]).toMatch(/\S/));

  test.each(Object.keys(HANDSHAKE_RULES))('for the check of %s', (rule) =>
    expect(texts.checks[rule.slice('handshake.'.length)]).toMatch(/\S/),
  );

  test.each([
    ...['tcp', 'request', 'hash', 'hash:failed', 'response', 'check', 'check:failed', 'open', 'failed', 'frame'],
    ...CHECK_ORDER.map((check) => `check:${check}`),
  ])('for the moment %s, with a title, an explanation and a source', (id) => {
    const moment = texts.moments[id];
    expect(moment?.title).toMatch(/\S/);
    expect(moment?.says).toMatch(/[.?]$/);
    if (moment) expect(sourceUrl(moment.source)).toMatch(/^https:\/\/.+#./);
  });

  test.each([...Object.keys(HANDSHAKE_RULES), ...Object.keys(HTTP_RULES), 'raw.too-large'])(
    'for the rule %s',
    (rule) => {
      expect(texts.rules[rule]?.title).toMatch(/\S/);
      expect(texts.rules[rule]?.advice).toMatch(/\.$/);
    },
  );

  test.each(HANDSHAKE_FAULTS.map(({ id }) => id))('for the button of %s', (id) =>
    expect(texts.faults[id]).toMatch(/\S/),
  );

  test.each(['request-line', 'response-line'])('for the %s', (line) => {
    expect(texts.headers[line]?.name).toMatch(/\S/);
    expect(texts.headers[line]?.why).toMatch(/\.$/);
  });
});

describe('a text', () => {
  it('is never empty', () => {
    for (const [path, text] of WRITTEN) expect(text, path).toMatch(/\S/);
  });

  const KNOWN: Readonly<Record<string, readonly string[]>> = {
    moments: ['request', 'response', 'keyLength', 'expected', 'received', 'found', 'wanted', 'bytes'],
    ui: [
      'n',
      'rule',
      'server',
      'said',
      'browser',
      'told',
      'program',
      'accept',
      'up',
      'down',
      'bytes',
      'last',
      'text',
      'key',
    ],
  };
  it('asks for no value that it will not be given', () => {
    for (const [path, text] of WRITTEN) {
      const room = path.split('/')[1] ?? '';
      for (const [, name = ''] of text.matchAll(/(?<!\w)\{(\w+)\}/g))
        expect(KNOWN[room] ?? [], `${path}: {${name}}`).toContain(name);
    }
  });

  it('has its code in pairs of backticks', () => {
    for (const [path, text] of WRITTEN) expect((text.split('`').length - 1) % 2, path).toBe(0);
  });

  it('sells nothing', () => {
    const SELLING =
      /\b(amazing|awesome|blazing\w*|cutting-edge|easily|effortless\w*|just works|leverag\w*|magic\w*|powerful\w*|revolution\w*|robust\w*|seamless\w*|simply|state-of-the-art|stunning|supercharge\w*|unlock\w*|world-class)\b|!/i;
    for (const [path, text] of WRITTEN) expect(text, path).not.toMatch(SELLING);
  });

  it('uses typographic quotes and no double blanks', () => {
    for (const [path, text] of WRITTEN) {
      expect(text.replaceAll(/`[^`]*`/g, 'code'), path).not.toMatch(/['"]| {2}/);
      expect(text, path).toBe(text.trim());
    }
  });
});

describe('fill', () => {
  it('puts values in the places that name them', () =>
    expect(fill('{a} and {b}, {a}', { a: 1, b: 'two' })).toBe('1 and two, 1'));

  it('leaves a place without a value as it stands, so that it is seen', () =>
    expect(fill('{a} {b}', { a: 0 })).toBe('0 {b}'));

  it('does not fill what a value brings with it: a peer cannot speak for us', () => {
    fc.assert(
      fc.property(fc.string(), (found) => {
        expect(fill('found {found}', { found, secret: 'ours' })).toBe(`found ${found}`);
      }),
    );
    expect(fill('{found}', { found: '{secret}', secret: 'ours' })).toBe('{secret}');
  });
});

// The words are named in code by their keys: one that nothing names is shown nowhere.
it('every word of its own has a place in the figure', () => {
  const parts = ['Handshake', 'AcceptSum', 'Checks', 'Editor', 'Explain', 'HeadLines', 'Lifelines', 'Verdicts'].map(
    (name) => `./${name}.svelte`,
  );
  const code = [...parts, './handshake.connect.ts', './handshake.verdicts.ts', './Handshake.astro', './KeyFrames.astro']
    .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
    .join('');
  const unused = UI_KEYS.filter((key) => !new RegExp(`\\b(?:ui|words)(?:\\.|\\[')${key}\\b|'${key}'`).test(code));
  expect(unused).toEqual([]);
});

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeCapture } from '#demos/capture/json.ts';
import { FIELD_IDS } from '#demos/protocol/fields.ts';
import { parseRequestHead, parseResponseHead } from '#demos/protocol/http-parse.ts';
import { RULES } from '#demos/protocol/rules.ts';
import { fields } from './fields.ts';
import { headers } from './headers.ts';
import { rules } from './rules.ts';

const margin = /^[^A-Z].{0,69}$|^(GET|FIN|UTF-8|CR LF|SHA-1)\b.{0,66}$/u;

describe('fields', () => {
  it('names every field of a dissection, and no other', () => {
    expect(Object.keys(fields).sort()).toEqual([...FIELD_IDS].sort());
  });

  it.each(Object.entries(fields))('%s says its meaning in a margin', (_, { meaning }) => {
    expect(meaning).toMatch(margin);
    expect(meaning).not.toMatch(/\.$/);
  });
});

describe('headers', () => {
  it.each(Object.entries(headers))('%s is found by its lower-case name', (key, { name }) => {
    expect(key).toBe(name.toLowerCase());
  });

  it.each(Object.entries(headers))('%s says its meaning in a margin', (_, { meaning, inResponse = meaning }) => {
    for (const text of [meaning, inResponse]) {
      expect(text).toMatch(margin);
      expect(text).not.toMatch(/\.$/);
    }
  });

  it.each(Object.entries(headers))('%s says why in one or two sentences', (_, { why }) => {
    expect(why).toMatch(/\.$/);
    expect(why.split(/[.:?] (?=[A-Z])/).length).toBeLessThanOrEqual(2);
  });

  it('has a text for every header of the recorded handshake', () => {
    const decoded = decodeCapture(readFileSync(new URL('../../captures/handshake.json', import.meta.url), 'utf8'));
    if (decoded.kind !== 'capture') throw new Error(`handshake.json: expected ${decoded.expected}`);
    const firstBytes = (direction: 'client-to-server' | 'server-to-client'): Uint8Array => {
      const event = decoded.capture.events.find((one) => one.kind === 'bytes' && one.direction === direction);
      if (event?.kind !== 'bytes') throw new Error(`handshake.json has no bytes ${direction}`);
      return event.bytes;
    };
    const heads = [parseRequestHead(firstBytes('client-to-server')), parseResponseHead(firstBytes('server-to-client'))];
    for (const result of heads) {
      if (result.kind !== 'head') throw new Error(`expected a head, found ${result.kind}`);
      expect(result.head.fields.length).toBeGreaterThan(0);
      for (const { name } of result.head.fields) expect(headers[name.toLowerCase()], name).toBeDefined();
    }
  });

  it('requires of a request what RFC 6455 §4.1 requires of every client', () => {
    const required = Object.values(headers).filter(({ requiredIn }) => requiredIn?.includes('request'));
    expect(required.map(({ name }) => name).sort()).toEqual([
      'Connection',
      'Host',
      'Sec-WebSocket-Key',
      'Sec-WebSocket-Version',
      'Upgrade',
    ]);
  });

  it('requires of a response what RFC 6455 §4.2.2 step 5 requires', () => {
    const required = Object.values(headers).filter(({ requiredIn }) => requiredIn?.includes('response'));
    expect(required.map(({ name }) => name).sort()).toEqual(['Connection', 'Sec-WebSocket-Accept', 'Upgrade']);
  });
});

describe('rules', () => {
  it('has a text for every rule, and no other', () => {
    expect(Object.keys(rules).sort()).toEqual(Object.keys(RULES).sort());
  });

  it.each(Object.entries(rules))('%s has a title of at most eight words and one sentence of advice', (_, text) => {
    expect(text.title.split(/\s+/).length).toBeLessThanOrEqual(8);
    expect(text.title).not.toMatch(/\.$/);
    expect(text.advice).toMatch(/^[A-Z][^.]*(?:\.\d[^.]*)*\.$/);
  });
});

it('keeps headers and rules under 8 KB on the wire', () => {
  const files = [
    'headers',
    'headers-handshake',
    'headers-other',
    'rules',
    'rules-http',
    'rules-handshake',
    'rules-frame',
  ];
  const text = files.map((file) => readFileSync(new URL(`${file}.ts`, import.meta.url), 'utf8')).join('');
  expect(gzipSync(text).length).toBeLessThan(8192);
});

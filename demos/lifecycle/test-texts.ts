import type { LifecycleTexts } from './lifecycle.texts.ts';

/** A locale that says which words were asked for. */
const named = (prefix: string): unknown =>
  new Proxy({}, { get: (_, key) => (typeof key === 'string' ? `${prefix}.${key}` : undefined) });
const records = (prefix: string): unknown =>
  new Proxy(
    {},
    {
      get: (_, key) => ({
        title: `${prefix}.${String(key)}`,
        says: '',
        label: '',
        hint: '',
        source: { document: 'RFC 6455', section: '1' },
      }),
    },
  );

export const texts = {
  ui: named('ui'),
  edges: {},
  claims: records('claims'),
  states: records('states'),
  acts: records('acts'),
  serverActs: named('serverActs'),
  quiet: records('quiet'),
  problems: {},
} as LifecycleTexts;

import { expect, test } from 'vitest';
import { themeAfter, themeOf, themeScript } from './theme.ts';

test('the toggle goes round: system, light, dark, system', () => {
  expect(themeAfter('system')).toBe('light');
  expect(themeAfter('light')).toBe('dark');
  expect(themeAfter('dark')).toBe('system');
});

test('anything else in storage is no choice', () => {
  expect(themeOf('purple')).toBe('system');
  expect(themeOf(null)).toBe('system');
});

const runInHead = (stored: () => string | null) => {
  const root = { classList: new Set<string>(), dataset: {} as Record<string, string> };
  new Function('document', 'localStorage', themeScript)({ documentElement: root }, { getItem: stored });
  return root;
};

test('before the first paint, a stored choice is applied', () => {
  expect(runInHead(() => 'dark').dataset.theme).toBe('dark');
  expect(runInHead(() => 'purple').dataset.theme).toBeUndefined();
});

test('refused storage leaves the system theme and still marks the page as scripted', () => {
  const root = runInHead(() => {
    throw new Error('SecurityError');
  });
  expect(root.dataset.theme).toBeUndefined();
  expect(root.classList.has('js')).toBe(true);
});

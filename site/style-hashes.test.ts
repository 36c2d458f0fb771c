import { expect, test } from 'vitest';
import { withStyleHashes } from './style-hashes.ts';

const policy = (styles: string) =>
  `<meta http-equiv="content-security-policy" content="default-src 'self'; style-src ${styles}; script-src 'self' 'sha256-s='">`;

test('the policy names each style sheet of the page by its SHA-256, and no other (CSP 3 §8.4)', () => {
  // printf 'a{color:red}' | openssl dgst -sha256 -binary | base64
  const red = "'sha256-6hWWMOcF+mJesSJGYhmK2lkIIEw9Xc5XKGLPVzh8yxs='";
  const page = (styles: string) => `${policy(styles)}<style>a{color:red}</style><p>style-src x</p>`;
  expect(withStyleHashes(page("'self' 'sha256-old='"))).toBe(page(`'self' ${red}`));
});

test('a sheet that stands twice is named once; a page without one keeps the policy’s other sources', () => {
  const twice = `${policy("'self'")}<style>b{}</style><style data-x>b{}</style>`;
  expect(withStyleHashes(twice).match(/sha256-/g)).toHaveLength(2);
  expect(withStyleHashes(policy("'self' 'sha256-old='"))).toBe(policy("'self'"));
});

test('a page without a policy stays as it is', () => {
  expect(withStyleHashes('<style>b{}</style>')).toBe('<style>b{}</style>');
});

import { codeToHtml } from 'shiki';
import { region } from './region.ts';
import { classes, theme } from './shiki.ts';

const files = import.meta.glob<string>(['/demos/examples/*', '!**/*.test.ts', '!**/__pycache__/**'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

const LANGUAGES: Readonly<Record<string, string>> = {
  mjs: 'js',
  js: 'js',
  ts: 'ts',
  html: 'html',
  py: 'python',
  sh: 'sh',
  json: 'json',
};

/**
 * The text of a file in demos/examples, or of one region of it.
 * @throws when there is no such file or region.
 */
export function exampleText(file: string, name?: string): string {
  const text = files[`/demos/examples/${file}`];
  if (text === undefined) throw new Error(`demos/examples has no file "${file}"`);
  try {
    return region(text, name);
  } catch (cause) {
    throw new Error(`demos/examples/${file}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

export function highlight(file: string, code: string): Promise<string> {
  const lang = LANGUAGES[file.split('.').at(-1) ?? ''] ?? 'text';
  return codeToHtml(code, { lang, theme, transformers: [classes] });
}

import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { termNamed } from '#content/glossary/term-named.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const lessons = globSync('en/*.mdx', { cwd: here }).map((name) => ({
  name,
  // Without front matter, imports and comments.
  text: readFileSync(`${here}${name}`, 'utf8')
    .replace(/^---\n.*?\n---\n/s, '')
    .replaceAll(/^import .*$/gm, '')
    .replaceAll(/\{\/\*.*?\*\/\}/gs, ''),
}));

/** What a reader reads: tags go, the words in their `ask` and `text` stay. */
const prose = (text: string): string =>
  text.replaceAll(/\b(?:ask|text)="([^"]*)"/g, '>$1<').replaceAll(/<[^>]*>/g, ' ');
const words = (text: string): number => prose(text).split(/\s+/).filter(Boolean).length;
/** The inside of every element of this name. */
const inside = (text: string, tag: string): string[] =>
  [...text.matchAll(new RegExp(`<${tag}\\b[^>]*>(.*?)</${tag}>`, 'gs'))].map(([, body = '']) => body);

describe.each(lessons)('$name', ({ text }) => {
  it('is 800 to 1,500 words long', () => {
    expect(words(text)).toBeGreaterThanOrEqual(800);
    expect(words(text)).toBeLessThanOrEqual(1500);
  });

  it('asks for a prediction', () => {
    expect(inside(text, 'Prediction').length).toBeGreaterThanOrEqual(1);
  });

  it('has one right answer to every question, and a reason for every answer', () => {
    const questions = [...inside(text, 'Question'), ...inside(text, 'Prediction')];
    expect(questions.length).toBeGreaterThanOrEqual(4);
    for (const question of questions) {
      expect(question.match(/<Option [^>]*\bright>/g), question).toHaveLength(1);
      for (const reason of inside(question, 'Option')) expect(words(reason)).toBeGreaterThanOrEqual(5);
    }
  });

  it('cites a section in every paragraph that says MUST', () => {
    for (const paragraph of text.split(/\n\s*\n/).filter((one) => /\bMUST\b/.test(one))) {
      expect(paragraph).toContain('<Source ');
    }
  });

  it('explains a term once, at its first mention', () => {
    const terms = [...text.matchAll(/<Term\s+of="([^"]*)"/g)].map(([, name = '']) => termNamed(name).term);
    expect(terms.filter((term, i) => terms.indexOf(term) !== i)).toEqual([]);
  });

  it('sells nothing', () => {
    expect(prose(text)).not.toMatch(
      /\b(?:powerful|seamless\w*|blazing|simply|just|easy|easily|robust|leverag\w+|unlock\w*|cutting-edge)\b/i,
    );
  });

  it('ends with three sentences the reader can now say, and one thing it left out', () => {
    expect(inside(text, 'SayNow').flatMap((say) => say.match(/^\d\. /gm) ?? [])).toHaveLength(3);
    expect(text).toContain('*Left out:*');
  });
});

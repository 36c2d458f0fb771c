import type { Problem } from '#demos/capture/problem.ts';
import { fill } from '#demos/parts/fill.ts';
import type { HandshakeTexts } from './handshake.texts.ts';

/** `Too large to send: Found 10,000,000 bytes; expected at most 65,536 bytes.` */
export const problemSays = (problem: Problem, { ui, rules }: HandshakeTexts): string =>
  fill(`{title}: ${ui.found} {found}; ${ui.expectedWord} {expected}.`, {
    title: rules[problem.rule]?.title ?? problem.rule,
    found: problem.found,
    expected: problem.expected,
  });

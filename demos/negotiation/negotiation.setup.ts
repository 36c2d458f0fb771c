import { SUBPROTOCOL_LIMIT } from '#demos/capture/negotiate-query.ts';
import type { Problem } from '#demos/capture/problem.ts';
import { RAW_LIMIT } from '#demos/capture/side-channel.ts';
import { isToken } from '#demos/protocol/http-grammar.ts';
import type { ServerChoice } from '#demos/protocol/server-choice.ts';

import type { Setup } from './negotiation.runs.ts';

/** The constructor's array: an empty field is none, and an empty element stays one. */
export const protocolsOf = ({ protocols }: Pick<Setup, 'protocols'>): readonly string[] =>
  protocols.trim() === '' ? [] : protocols.split(',').map((name) => name.trim());

const bits = (text: string): number | null => (text === '' ? null : Number(text));

export const choiceOf = (setup: Setup): ServerChoice => ({
  select: setup.select === 'name' ? { name: setup.name } : setup.select,
  deflate: setup.deflate
    ? {
        serverNoContextTakeover: setup.serverNoContextTakeover,
        clientNoContextTakeover: setup.clientNoContextTakeover,
        serverMaxWindowBits: bits(setup.serverMaxWindowBits),
        clientMaxWindowBits: bits(setup.clientMaxWindowBits),
      }
    : null,
});

/** Why it cannot be sent; `null`: it can. What the browser is offered is its own to judge. */
export function setupProblem({ by, select, name, lines }: Setup): Problem | null {
  if (by === 'hand') {
    return lines.length <= RAW_LIMIT / 4
      ? null
      : {
          rule: 'negotiate.lines',
          found: `${lines.length} characters`,
          expected: `at most ${RAW_LIMIT / 4} characters`,
        };
  }
  const isName = isToken(name) && name.length <= SUBPROTOCOL_LIMIT && name !== 'first' && name !== 'none';
  if (select !== 'name' || isName) return null;
  return {
    rule: 'negotiate.name',
    found: name === '' ? 'nothing' : JSON.stringify(name.slice(0, SUBPROTOCOL_LIMIT)),
    expected: `a token of at most ${SUBPROTOCOL_LIMIT} characters, not "first" or "none"`,
  };
}

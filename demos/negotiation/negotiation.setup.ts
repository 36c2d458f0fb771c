import { SUBPROTOCOL_LIMIT } from '#demos/capture/negotiate-query.ts';
import type { Problem } from '#demos/capture/problem.ts';
import { RAW_LIMIT } from '#demos/capture/side-channel.ts';
import { isToken } from '#demos/protocol/http-grammar.ts';
import type { ServerChoice } from '#demos/protocol/server-choice.ts';

/** Both sides' drafts as the reader typed them: nothing typed is lost, whatever it is worth. */
export interface Setup {
  /** The constructor's second argument, with commas between. */
  readonly protocols: string;
  /** Who answers: ws, with options; or the reader, with lines for the 101. */
  readonly by: 'ws' | 'hand';
  readonly select: 'first' | 'none' | 'name';
  readonly name: string;
  readonly deflate: boolean;
  readonly serverNoContextTakeover: boolean;
  readonly clientNoContextTakeover: boolean;
  /** 8–15 as text; empty: not named. */
  readonly serverMaxWindowBits: string;
  readonly clientMaxWindowBits: string;
  readonly lines: string;
}

const PLAIN: Setup = {
  protocols: '',
  by: 'ws',
  select: 'first',
  name: '',
  deflate: false,
  serverNoContextTakeover: false,
  clientNoContextTakeover: false,
  serverMaxWindowBits: '',
  clientMaxWindowBits: '',
  lines: '',
};

/** The negotiations that are recorded, in the order in which they were. */
export const RUNS = {
  'chat-chosen': { ...PLAIN, protocols: 'chat' },
  'chat-none': { ...PLAIN, protocols: 'chat', select: 'none' },
  'not-offered': { ...PLAIN, protocols: 'chat', select: 'name', name: 'soap' },
  'two-protocols': { ...PLAIN, protocols: 'chat, v2.chat', select: 'name', name: 'v2.chat' },
  declined: PLAIN,
  deflate: { ...PLAIN, deflate: true },
  'deflate-takeover': { ...PLAIN, deflate: true, serverNoContextTakeover: true, clientNoContextTakeover: true },
  'small-windows': { ...PLAIN, deflate: true, serverMaxWindowBits: '10', clientMaxWindowBits: '10' },
  'bad-parameter': { ...PLAIN, by: 'hand', lines: 'Sec-WebSocket-Extensions: permessage-deflate; foo=1' },
} as const satisfies Readonly<Record<string, Setup>>;

export type RunId = keyof typeof RUNS;
export const RUN_IDS = Object.keys(RUNS) as readonly RunId[];
export const isRun = (text: string): text is RunId => Object.hasOwn(RUNS, text);

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

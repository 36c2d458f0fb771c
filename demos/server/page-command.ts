import type { ServerAct } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import { parseAct } from './act-command.ts';
import { parseRace } from './race-command.ts';

/** A page's command, its bytes decoded. `request` is the page's own number for it. */
export type PageCommand =
  | { readonly kind: 'raw'; readonly request: number; readonly bytes: Buffer }
  | { readonly kind: 'respond'; readonly request: number; readonly bytes: Buffer; readonly acceptAt: number | null }
  | { readonly kind: 'act'; readonly request: number; readonly socket: number; readonly act: ServerAct }
  | { readonly kind: 'race'; readonly request: number; readonly times: readonly number[]; readonly forMs: number };

export type ParsedCommand =
  | { readonly kind: 'command'; readonly command: PageCommand }
  /** Not to be obeyed, but it can be answered. */
  | { readonly kind: 'refused'; readonly request: number; readonly refused: Problem }
  /** Nothing of ours sends this. */
  | { readonly kind: 'unreadable' };

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Never throws, whatever the text is. */
export function parseCommand(text: string): ParsedCommand {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null) return { kind: 'unreadable' };
  const message: {
    readonly [K in 'kind' | 'request' | 'bytes' | 'acceptAt' | 'socket' | 'act' | 'times' | 'forMs']?: unknown;
  } = value;
  const { kind, request, bytes: base64, acceptAt } = message;
  if (!isCount(request)) return { kind: 'unreadable' };
  const refuse = (rule: string, found: string, expected: string): ParsedCommand => ({
    kind: 'refused',
    request,
    refused: { rule, found, expected },
  });
  if (kind === 'act') {
    const { socket } = message;
    if (!isCount(socket)) return refuse('command.socket', 'no number', 'the number of a socket');
    const parsed = parseAct(message.act);
    if (parsed.kind === 'refused') return { kind: 'refused', request, refused: parsed.refused };
    return { kind: 'command', command: { kind, request, socket, act: parsed.act } };
  }
  if (kind === 'race') {
    const parsed = parseRace(message);
    if (parsed.kind === 'refused') return { kind: 'refused', request, refused: parsed.refused };
    return { kind: 'command', command: { kind, request, times: parsed.times, forMs: parsed.forMs } };
  }
  if (kind !== 'raw' && kind !== 'respond') return refuse('command.kind', 'another kind', 'raw, respond, act or race');
  if (typeof base64 !== 'string' || !BASE64.test(base64)) return refuse('command.bytes', 'no base64', 'base64');
  const bytes = Buffer.from(base64, 'base64');
  if (kind === 'raw') return { kind: 'command', command: { kind, request, bytes } };
  if (acceptAt !== null && (!isCount(acceptAt) || acceptAt > bytes.length))
    // Not what it is: whatever is neither null nor a number may have no text, or an endless one.
    return refuse(
      'command.acceptAt',
      typeof acceptAt === 'number' ? String(acceptAt) : 'no number',
      `null, or an offset of 0 to ${bytes.length}`,
    );
  return { kind: 'command', command: { kind, request, bytes, acceptAt } };
}

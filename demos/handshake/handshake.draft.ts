import type { Problem } from '#demos/capture/problem.ts';
import { RAW_LIMIT } from '#demos/capture/side-channel.ts';
import { utf8Encode } from '#demos/protocol/bytes.ts';

/** Stands in an edited response where the accept value of the connection that asks is to be put. */
const ACCEPT_PLACE = '{accept}';
const BARE_LF = '\\n';

/** A head as a text field can hold it: a line break means CR LF, a written `\n` before one a bare LF. */
export const toDraft = (head: string): string =>
  head
    .replace(/(?<!\r)\n/g, `${BARE_LF}\n`)
    .replace(/\r\n/g, '\n')
    .replace(/\n{2}$/, '\n');

/** The head a draft stands for, its empty line added where a last line of `\n` is not that line already. */
export function fromDraft(draft: string): string {
  const lines = draft.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n');
  if (lines.at(-1) !== BARE_LF) lines.push('');
  return lines.map((line) => (line.endsWith(BARE_LF) ? `${line.slice(0, -BARE_LF.length)}\n` : `${line}\r\n`)).join('');
}

/** The accept value belongs to one connection's key: in a draft its place is kept, not its value. */
export const withAcceptPlace = (head: string, accept: string | null): string =>
  accept ? head.replace(accept, ACCEPT_PLACE) : head;

export interface WireDraft {
  readonly bytes: Uint8Array;
  /** Byte offset at which the real accept value goes; `null` when the draft has no place for it. */
  readonly acceptAt: number | null;
}

export function draftBytes(draft: string): WireDraft {
  const head = fromDraft(draft);
  const place = head.indexOf(ACCEPT_PLACE);
  if (place < 0) return { bytes: utf8Encode(head), acceptAt: null };
  const before = utf8Encode(head.slice(0, place));
  return { bytes: utf8Encode(head.replace(ACCEPT_PLACE, '')), acceptAt: before.length };
}

/** What keeps a draft from being sent, or `null`. The companion checks again. */
export function draftProblem(draft: string): Problem | null {
  // Counting characters first: a paste of many megabytes is refused without being encoded. A byte is written with up to three.
  const length = draft.length > 4 * RAW_LIMIT ? draft.length : draftBytes(draft).bytes.length;
  if (length <= RAW_LIMIT) return null;
  const bytes = (n: number): string => n.toLocaleString('en');
  return { rule: 'raw.too-large', found: `${bytes(length)} bytes`, expected: `at most ${bytes(RAW_LIMIT)} bytes` };
}

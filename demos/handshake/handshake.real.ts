import type { Exchange } from './handshake.exchange.ts';

/** What this end really did with the bytes. */
export type RealVerdict =
  | { readonly by: 'nobody' }
  /** `said` is its status line; `null`: it closed the connection without a word. */
  | { readonly by: 'server'; readonly accepted: boolean; readonly said: string | null }
  | {
      readonly by: 'browser';
      readonly opened: boolean;
      /** In the order script heard of them: `open`, `error`, `close 1006`. */
      readonly told: readonly string[];
    };

export function realVerdict({ script, response, end }: Exchange): RealVerdict {
  const heard = script.flatMap((event) => ('on' in event.script ? [event.script] : []));
  if (heard.length > 0)
    return {
      by: 'browser',
      opened: heard.some(({ on }) => on === 'open'),
      told: heard.map((told) => (told.on === 'close' ? `close ${told.code}` : told.on)),
    };
  if (script.length > 0) return { by: 'nobody' };
  if (!response) return end ? { by: 'server', accepted: false, said: null } : { by: 'nobody' };
  return { by: 'server', accepted: response.head?.status === 101, said: response.lines[0]?.text ?? '' };
}

import { randomBytes } from 'node:crypto';
import type { Limits } from './limits.ts';
import type { Page } from './page.ts';

/** The answer a page chose for one connection of its own. */
export interface Answer {
  readonly page: Page;
  readonly bytes: Buffer;
  /** Where the accept value computed from the real key is inserted; `null`: nowhere. */
  readonly acceptAt: number | null;
  /** To be called when the answered connection is over. */
  readonly done: () => void;
}

export interface Tickets {
  /** `null` when the page has tickets and answered connections enough. */
  issue(answer: Omit<Answer, 'done'>): string | null;
  /** A ticket is good once, whatever else is wrong with the request that shows it. */
  redeem(ticket: string): Answer | null;
}

export function createTickets(limits: Pick<Limits, 'respondAtOnce' | 'ticketMs'>): Tickets {
  const issued = new Map<string, { answer: Answer; forget: () => void }>();
  const used = new WeakMap<Page, number>();
  return {
    issue(answer) {
      const { page } = answer;
      const others = used.get(page) ?? 0;
      if (others >= limits.respondAtOnce) return null;
      used.set(page, others + 1);
      const ticket = randomBytes(16).toString('base64url');
      const done = () => void used.set(page, (used.get(page) ?? 1) - 1);
      const expire = () => {
        if (issued.delete(ticket)) done();
      };
      const timer = setTimeout(expire, limits.ticketMs);
      const stopWatching = page.onClose(expire);
      const forget = () => {
        clearTimeout(timer);
        stopWatching();
      };
      issued.set(ticket, { answer: { ...answer, done }, forget });
      return ticket;
    },
    redeem(ticket) {
      const found = issued.get(ticket);
      if (!found) return null;
      issued.delete(ticket);
      found.forget();
      return found.answer;
    },
  };
}

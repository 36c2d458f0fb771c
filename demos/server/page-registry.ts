import { randomBytes } from 'node:crypto';
import { TAP_PARAM } from '#demos/capture/side-channel.ts';
import type { Limits } from './limits.ts';
import { createPage, type Page } from './page.ts';
import type { CapturedBytes, RecordSink } from './record-queue.ts';

/** Whose request it is, by the tap id in its query. `unknown`: an id that is not, or no longer, a page's. */
export type Claim =
  | { readonly kind: 'page'; readonly page: Page }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'unknown' };

export interface PageRegistry {
  /** Mints a tap id; `null` when there are pages enough. */
  open(sink: RecordSink): Page | null;
  claim(url: URL | null): Claim;
}

export function createPageRegistry(limits: Limits, captured: CapturedBytes): PageRegistry {
  const pages = new Map<string, Page>();
  return {
    open(sink) {
      if (pages.size >= limits.pages) return null;
      const tap = randomBytes(16).toString('base64url');
      const page = createPage(tap, sink, limits, captured);
      pages.set(tap, page);
      page.onClose(() => pages.delete(tap));
      return page;
    },
    claim(url) {
      const ids = url?.searchParams.getAll(TAP_PARAM) ?? [];
      const [id] = ids;
      if (id === undefined) return { kind: 'nobody' };
      const page = ids.length === 1 ? pages.get(id) : undefined;
      return page ? { kind: 'page', page } : { kind: 'unknown' };
    },
  };
}

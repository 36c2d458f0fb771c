import { onMount } from 'svelte';
import { companionPresent } from '#demos/link/page.ts';
import type { FigureRun, FigureSelect } from './figure-events.ts';
import { readFigureHash } from './figure-hash.ts';
import { keepAddress, share } from './sharing.ts';

/** Milliseconds until an address that the browser refused is tried again. */
const AGAIN_MS = 2_000;

/** What a figure tells its page, and what it does when the page asks. */
export interface OnPage {
  readonly id: string;
  /** The hash that names what is shown; `null` when that is too much for a link. Reads reactive state. */
  hash(): string | null;
  wake(companion: boolean): void;
  dispose(): void;
  /** Go where a link points; it names this figure. */
  obey(wanted: URLSearchParams): void;
  /** A word of the prose names a part. */
  select(part: string): void;
  /** A prediction of the prose names a scenario. */
  run(run: string): void;
}

/** The page a figure stands on, from the figure's side. */
export interface FigurePage {
  readonly awake: boolean;
  /** The page was served by the companion, so live bytes can be had. */
  readonly companion: boolean;
  /** The last thing worth saying politely: a copied link, a refusal. */
  notice: string;
  copyLink(words: { readonly copied: string; readonly linkTooLong: string }): Promise<void>;
}

/** Call it while the component is made: it lives as long as the component does. */
export function figurePage(figure: OnPage): FigurePage {
  let awake = $state(false);
  let companion = $state(false);
  let notice = $state('');

  onMount(() => {
    companion = companionPresent();
    figure.wake(companion);
    const obeyHash = (): void => {
      const wanted = readFigureHash(figure.id, location.hash);
      if (wanted) figure.obey(wanted);
    };
    const onSelect = ({ detail }: CustomEvent<FigureSelect>): void => {
      if (detail.figure === figure.id) figure.select(detail.part);
    };
    const onRun = ({ detail }: CustomEvent<FigureRun>): void => {
      if (detail.figure === figure.id) figure.run(detail.run);
    };
    obeyHash();
    const listening = new AbortController();
    const { signal } = listening;
    document.addEventListener('figure:select', onSelect, { signal });
    document.addEventListener('figure:run', onRun, { signal });
    addEventListener('hashchange', obeyHash, { signal });
    awake = true;
    return () => {
      listening.abort();
      figure.dispose();
    };
  });

  // Only once the reader has moved: opening a page must not change its address.
  let shown: string | null | undefined;
  $effect(() => {
    if (!awake) return;
    const next = figure.hash();
    if (next === shown) return;
    const moved = shown !== undefined;
    shown = next;
    if (!moved) return;
    notice = '';
    if (next === null) return;
    let later: ReturnType<typeof setTimeout> | undefined;
    const keep = (): void => {
      if (!keepAddress(next)) later = setTimeout(keep, AGAIN_MS);
    };
    keep();
    return () => clearTimeout(later);
  });

  return {
    get awake() {
      return awake;
    },
    get companion() {
      return companion;
    },
    get notice() {
      return notice;
    },
    set notice(text) {
      notice = text;
    },
    async copyLink({ copied, linkTooLong }) {
      const hash = figure.hash();
      if (hash === null) notice = linkTooLong;
      else notice = (await share(hash)) ? copied : new URL(hash, location.href).href;
    },
  };
}

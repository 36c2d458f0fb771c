import type { ClientDirective } from 'astro';
import type {} from '#demos/parts/figure-events.ts';
import { hashNames } from './hash.ts';

/** How far outside the screen an island wakes. */
const MARGIN = '200px 0px';
/** How long after a failure the files of an island are asked for again, while it is near the screen. */
const RETRY_MS = 3000;

/** After the page's own files have come: a figure's script must not delay the first paint of what it draws on. */
function whenLoaded(then: () => void): void {
  if (document.readyState === 'complete') then();
  else addEventListener('load', then, { once: true });
}

type Props = Readonly<Record<string, unknown>>;
/** What Astro calls to wake an island (Astro 7.3). */
type Hydrate = (component: unknown, props: Props, ...rest: unknown[]) => Promise<void>;

/** An `astro-island`, as far as this directive looks into it. */
type Island = HTMLElement & {
  /** There once the island's script has come. */
  hydrator?: (island: HTMLElement) => Hydrate;
};

/** What the figure is given, as a file since the page was built (`site/lazy-props.ts`); null where the page holds it. */
async function propsOf({ dataset: { props: url } }: Island): Promise<string | null> {
  if (url === undefined) return null;
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
  return response.text();
}

/**
 * A figure is given what never changes. Astro hands it over as Svelte state, of which every property read makes a
 * signal, through and through; state cannot be made of what is frozen.
 */
function keepFixed(island: Island): void {
  const hydrator = island.hydrator;
  island.hydrator =
    hydrator &&
    ((element) =>
      (component, props, ...rest) => {
        for (const each of Object.values(props)) Object.freeze(each);
        return hydrator(element)(component, props, ...rest);
      });
}

/** Gives an island whose script has come its props. Astro hydrates an island when its props change. */
function hydrateWith(props: string, island: Island): Promise<unknown> {
  const hydrated = new Promise((resolve) => island.addEventListener('astro:hydrate', resolve, { once: true }));
  island.setAttribute('props', props);
  return hydrated;
}

/**
 * `client:near`: an island wakes when it is near the screen, when the URL's hash names its figure, when a word in the
 * prose selects a part of it (`figure:select`), or when a prediction runs it (`figure:run`).
 */
const near: ClientDirective = (load, _options, island: Island) => {
  const figure = island.closest('figure') ?? island.querySelector('figure');
  const sleep = new AbortController();
  const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && wake(), {
    rootMargin: MARGIN,
  });

  const observe = (): void => {
    // The island itself is `display: contents` and has no box.
    for (const child of island.children) observer.observe(child);
  };

  let waking: Promise<void> | undefined;
  const wakeOnce = async (): Promise<void> => {
    observer.disconnect();
    const come = await Promise.all([propsOf(island), load()]).catch(() => null);
    if (come === null || island.hydrator === undefined) {
      // The browser has said what did not come. The figure stays what the page shows, until its files can be had.
      waking = undefined;
      setTimeout(observe, RETRY_MS);
      return;
    }
    const [props, hydrate] = come;
    keepFixed(island);
    // Its modules have just been evaluated: let the page answer the reader before the figure takes its turn.
    await new Promise((resolve) => setTimeout(resolve));
    await (props === null ? hydrate() : hydrateWith(props, island));
    // Only now does the figure listen itself.
    sleep.abort();
  };
  const wake = (): Promise<void> => {
    waking ??= wakeOnce();
    return waking;
  };
  const isNamed = (): boolean => figure !== null && hashNames(location.hash, figure.id);
  const goIfNamed = (): void => {
    if (!isNamed()) return;
    // `#handshake?step=4` is no element's id, so the browser stays where it is; a restored position is left alone.
    if (scrollY === 0) figure?.scrollIntoView();
    void wake();
  };

  addEventListener('hashchange', goIfNamed, { signal: sleep.signal });
  document.addEventListener('figure:select', () => isNamed() && wake(), { signal: sleep.signal });
  // What a prediction asks of a sleeping figure is asked again once it is awake.
  document.addEventListener(
    'figure:run',
    async (event) => {
      if (event.detail.figure !== figure?.id) return;
      await wake();
      if (!sleep.signal.aborted) return;
      requestAnimationFrame(() => document.dispatchEvent(new CustomEvent('figure:run', { detail: event.detail })));
    },
    { signal: sleep.signal },
  );
  // The page is painted first.
  whenLoaded(observe);
  goIfNamed();
};

export default near;

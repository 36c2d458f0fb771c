import type { ClientDirective } from 'astro';
import type {} from '#demos/parts/figure-events.ts';
import { hashNames } from './hash.ts';

/** How far outside the screen an island wakes. */
const MARGIN = '200px 0px';

/** After the page's own files have come: a figure's script must not delay the first paint of what it draws on. */
function whenLoaded(then: () => void): void {
  if (document.readyState === 'complete') then();
  else addEventListener('load', then, { once: true });
}

/**
 * `client:near`: an island wakes when it is near the screen, when the URL's hash names its figure, when a word in the
 * prose selects a part of it (`figure:select`), or when a prediction runs it (`figure:run`).
 */
const near: ClientDirective = (load, _options, island) => {
  const figure = island.closest('figure') ?? island.querySelector('figure');
  const sleep = new AbortController();
  const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && wake(), {
    rootMargin: MARGIN,
  });

  let waking: Promise<void> | undefined;
  const wakeOnce = async (): Promise<void> => {
    observer.disconnect();
    const hydrate = await load();
    // Its modules have just been evaluated: let the page answer the reader before the figure takes its turn.
    await new Promise((resolve) => setTimeout(resolve));
    await hydrate();
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
      requestAnimationFrame(() => document.dispatchEvent(new CustomEvent('figure:run', { detail: event.detail })));
    },
    { signal: sleep.signal },
  );
  // The page is painted first. The island itself is `display: contents` and has no box to observe.
  whenLoaded(() => {
    for (const child of island.children) observer.observe(child);
  });
  goIfNamed();
};

export default near;

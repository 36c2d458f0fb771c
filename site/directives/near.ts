import type { ClientDirective } from 'astro';
import { hashNames } from './hash.ts';

/** How far outside the screen an island wakes. */
const MARGIN = '200px 0px';

/**
 * `client:near`: an island wakes when it is near the screen, when the URL's hash names its figure, or when a word in
 * the prose selects a part of it (`figure:select`).
 */
const near: ClientDirective = (load, _options, island) => {
  const figure = (island.closest('figure') ?? island.querySelector('figure'))?.id;
  const sleep = new AbortController();
  const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && wake(), {
    rootMargin: MARGIN,
  });

  const wake = async (): Promise<void> => {
    if (sleep.signal.aborted) return;
    sleep.abort();
    observer.disconnect();
    const hydrate = await load();
    await hydrate();
  };
  const wakeIfNamed = (): void => {
    if (figure && hashNames(location.hash, figure)) void wake();
  };

  addEventListener('hashchange', wakeIfNamed, { signal: sleep.signal });
  document.addEventListener('figure:select', wakeIfNamed, { signal: sleep.signal });
  // The island itself is `display: contents` and has no box to observe.
  for (const child of island.children) observer.observe(child);
  wakeIfNamed();
};

export default near;

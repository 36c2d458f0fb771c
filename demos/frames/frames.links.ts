import type { Link } from '#demos/link/link.ts';
import type { Links, RunningSource } from '#demos/link/links.ts';

type Live = typeof import('./frames.live.ts');

/** The links of a figure that is mostly read: loaded with the first wish for one. */
export class LazyLinks {
  #links: Links | null = null;
  #disposed = false;

  /** A link, and what works on it. Rejects where a script could not be fetched; asked again, it tries again. */
  async open(source: RunningSource): Promise<readonly [Link, Live]> {
    const live = await import('./frames.live.ts');
    if (this.#disposed) throw new TypeError('The figure has gone');
    this.#links ??= live.createLinks();
    return [await this.#links.open(source), live];
  }

  dispose(): void {
    this.#disposed = true;
    this.#links?.dispose();
  }
}

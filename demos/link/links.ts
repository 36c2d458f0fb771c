import type { CaptureSource } from '#demos/capture/capture.ts';
import type { Link } from './link.ts';

export type RunningSource = Exclude<CaptureSource, 'recorded'>;

/** The links of one figure. */
export interface Links {
  /**
   * The link for a source, made on first use: a figure that is only read loads neither the live nor the model peer.
   * Rejects where the script it needs could not be fetched; asked again, it tries again.
   */
  open(source: RunningSource): Promise<Link>;
  dispose(): void;
}

export type LinkMakers = Readonly<Record<RunningSource, () => Promise<Link>>>;

/** A link of the page's own sockets, and one of the model's two peers. */
const MAKERS: LinkMakers = {
  live: async () => (await import('./live.ts')).createLiveLink(),
  model: async () => (await import('./model.ts')).createModelLink(),
};

/** `makers` stands in where a figure wants its links made otherwise. */
export function createLinks(makers: Partial<LinkMakers> = {}): Links {
  const make = { ...MAKERS, ...makers };
  const made = new Map<RunningSource, Promise<Link>>();
  return {
    open(source) {
      const link = made.get(source) ?? make[source]();
      made.set(source, link);
      // What could not be made is made anew next time.
      link.catch(() => made.delete(source));
      return link;
    },
    dispose() {
      for (const link of made.values()) void link.then((each) => each.dispose()).catch(() => {});
    },
  };
}

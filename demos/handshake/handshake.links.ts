import type { CaptureSource } from '#demos/capture/capture.ts';
import type { Link } from '#demos/link/link.ts';

/** The links of one figure. */
export interface Links {
  /** The link for a source, made on first use: a figure that is only read loads neither the live nor the model peer. */
  open(source: CaptureSource): Promise<Link>;
  dispose(): void;
}

async function make(source: Exclude<CaptureSource, 'recorded'>): Promise<Link> {
  if (source === 'model') return (await import('#demos/link/model.ts')).createModelLink();
  return (await import('#demos/link/live.ts')).createLiveLink();
}

export function createLinks(recorded: Link): Links {
  const made = new Map<CaptureSource, Promise<Link>>([['recorded', Promise.resolve(recorded)]]);
  return {
    open(source) {
      const known = made.get(source);
      if (known || source === 'recorded') return known ?? Promise.resolve(recorded);
      const link = make(source);
      made.set(source, link);
      return link;
    },
    dispose() {
      for (const link of made.values()) void link.then((each) => each.dispose());
    },
  };
}

import type { CaptureSource } from '#demos/capture/capture.ts';
import type { Link } from '#demos/link/link.ts';

export type RunningSource = Exclude<CaptureSource, 'recorded'>;

/** The links of one figure. */
export interface Links {
  /** The link for a source, made on first use: a figure that is only read loads neither the live nor the model peer. */
  open(source: RunningSource): Promise<Link>;
  /** Makes the link anew next time. */
  forget(source: RunningSource): void;
  dispose(): void;
}

async function make(source: RunningSource): Promise<Link> {
  if (source === 'model') return (await import('#demos/link/model.ts')).createModelLink();
  return (await import('#demos/link/live.ts')).createLiveLink();
}

export function createLinks(): Links {
  const made = new Map<RunningSource, Promise<Link>>();
  return {
    open(source) {
      const link = made.get(source) ?? make(source);
      made.set(source, link);
      return link;
    },
    forget(source) {
      made.delete(source);
    },
    dispose() {
      for (const link of made.values()) void link.then((each) => each.dispose()).catch(() => {});
    },
  };
}

import { PATHS } from '#demos/capture/side-channel.ts';
import type { Link } from '#demos/link/link.ts';
import type { RunningSource } from '#demos/link/links.ts';
import { createLiveLink } from '#demos/link/live.ts';
import { createModelLink } from '#demos/link/model.ts';
import { BROWSER_OFFERS } from './negotiation.run.ts';

/** What a figure loads only when the reader runs something: a page that is read ships none of it. */
export { startRun } from './negotiation.run.ts';

export const LINKS: Readonly<Record<RunningSource, () => Link>> = {
  live: () => createLiveLink(undefined, { path: PATHS.negotiate }),
  model: () => createModelLink({ path: PATHS.negotiate, extensions: BROWSER_OFFERS, policy: 'chromium' }),
};

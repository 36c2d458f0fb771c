import { encodeCapture } from '#demos/capture/json.ts';
import type { Intent, Link } from '#demos/link/link.ts';
import { createLiveLink, type LiveLinkOptions } from '#demos/link/live.ts';
import { browserPage } from '#demos/link/page.ts';

/** What `browser-link.ts` asks of its page. */
declare global {
  var openLink: (options: LiveLinkOptions) => void;
  var perform: (intents: readonly Intent[]) => void;
  var clearLink: () => void;
  var captured: () => string;
  /** As JSON. */
  var linkStatus: () => string;
}

let link: Link | null = null;
globalThis.openLink = (options) => {
  link = createLiveLink(browserPage(), options);
};
globalThis.perform = (intents) => {
  for (const intent of intents) link?.do(intent);
};
globalThis.clearLink = () => link?.clear();
globalThis.captured = () =>
  encodeCapture(link?.capture.get() ?? { format: 1, source: 'live', madeWith: {}, events: [] });
globalThis.linkStatus = () => JSON.stringify(link?.status.get());

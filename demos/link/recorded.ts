import type { Capture } from '#demos/capture/capture.ts';
import type { Link } from './link.ts';

const never = (): (() => void) => () => {};

/** A capture made before. It can be played and nothing else: `do` is a misuse and throws. */
export function createRecordedLink(capture: Capture): Link {
  return {
    source: capture.source,
    capture: { get: () => capture, subscribe: never },
    status: { get: () => ({ kind: 'idle' }), subscribe: never },
    can: () => false,
    do({ kind }) {
      throw new Error(`a recorded capture cannot ${kind}: ask can() first`);
    },
    clear() {},
    dispose() {},
  };
}

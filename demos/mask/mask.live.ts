import { createLinks, type Links } from '#demos/link/links.ts';
import { browserRandomBytes, type RandomBytes } from '#demos/link/random-bytes.ts';

/** What the figure loads only when the reader opens a connection. */
export { followLink } from '#demos/link/follow.ts';
export { browserRandomBytes } from '#demos/link/random-bytes.ts';
export { sentFrames } from './mask.story.ts';

/** The figure's links; `keyOf` chooses the masking keys of the model. */
export const createMaskLinks = (keyOf: (random: RandomBytes) => Uint8Array): Links =>
  createLinks({
    model: async () => {
      const { createModelLink } = await import('#demos/link/model.ts');
      // Four bytes are a masking key; sixteen are a Sec-WebSocket-Key.
      const randomBytes: RandomBytes = (count) =>
        count === 4 ? new Uint8Array(keyOf(browserRandomBytes)) : browserRandomBytes(count);
      return createModelLink({ randomBytes });
    },
  });

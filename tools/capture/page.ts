import { encodeCapture } from '#demos/capture/json.ts';
import { startRun } from '#demos/handshake/handshake.run.ts';
import { createLiveLink } from '#demos/link/live.ts';

/** What the recording page offers to the tool that drives it: each script ends with the capture it made, as JSON. */
const scripts = {
  /** An opening handshake, one greeting and its echo. */
  handshake: () =>
    new Promise<string>((resolve, reject) => {
      const link = createLiveLink();
      const stop = startRun(
        link,
        { kind: 'connect' },
        {
          exchange({ script }, settled, capture) {
            const heard = script.some((event) => 'on' in event.script && event.script.on === 'message');
            if (!settled || !heard) return;
            stop();
            resolve(encodeCapture(capture));
          },
          refused: ({ rule, found, expected }) => reject(new Error(`${rule}: found ${found}, expected ${expected}`)),
          lost: (isLost) => isLost && reject(new Error('the companion went away')),
        },
      );
    }),
};

export type ScriptName = keyof typeof scripts;

declare global {
  var record: (name: ScriptName) => Promise<string>;
}
globalThis.record = (name) => scripts[name]();

import { encodeCapture } from '#demos/capture/json.ts';
import { startRun } from '#demos/handshake/handshake.run.ts';
import { createLiveLink } from '#demos/link/live.ts';

/** What the recording page offers to the tool that drives it: each script ends with the capture it made, as JSON. */
const scripts = {
  /** Opening handshake, one greeting, its echo, a closing handshake. */
  handshake: () =>
    new Promise<string>((resolve, reject) => {
      const link = createLiveLink();
      let closed = false;
      const stop = startRun(
        link,
        { kind: 'connect' },
        {
          story({ analysis }, settled, capture) {
            if (!settled) return;
            if (!closed) {
              closed = true;
              link.do({ kind: 'close', code: 1000, reason: 'bye' });
              return;
            }
            const ended = analysis.exchange.script.some(({ script }) => 'on' in script && script.on === 'close');
            if (!ended || !analysis.exchange.end) return;
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

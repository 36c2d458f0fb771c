/** `npm run capture`: records the lessons' captures anew, with a real Chromium against the companion. */
import { writeFile } from 'node:fs/promises';
import { encodeCapture } from '#demos/capture/json.ts';
import { recordAll } from './capture/record.ts';

for (const [name, capture] of Object.entries(await recordAll(['handshake']))) {
  const file = new URL(`../content/captures/${name}.json`, import.meta.url);
  await writeFile(file, encodeCapture(capture));
  console.log(`content/captures/${name}.json: ${capture.events.length} events, ${JSON.stringify(capture.madeWith)}`);
}

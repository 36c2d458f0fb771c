/** `npm run capture`: records the lessons' captures anew, with a real Chromium against the companion. */
import { writeFile } from 'node:fs/promises';
import { encodeCapture } from '#demos/capture/json.ts';
import { recordAll, SCRIPTS } from './capture/record.ts';

/** All of them, or those that were named. */
const asked = process.argv.slice(2);
const names = SCRIPTS.filter((name) => asked.length === 0 || asked.includes(name));

for (const [name, capture] of Object.entries(await recordAll(names))) {
  const file = new URL(`../content/captures/${name}.json`, import.meta.url);
  await writeFile(file, encodeCapture(capture));
  console.log(`content/captures/${name}.json: ${capture.events.length} events, ${JSON.stringify(capture.madeWith)}`);
}

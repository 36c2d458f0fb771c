import type { Capture } from '#demos/capture/capture.ts';
import { decodeCapture } from '#demos/capture/json.ts';

const files = import.meta.glob<string>('/content/captures/*.json', { query: '?raw', import: 'default', eager: true });

/**
 * A recorded capture, by the name of its file in content/captures.
 * @throws when there is no such file, or it is not a capture.
 */
export function recordedCapture(name: string): Capture {
  const text = files[`/content/captures/${name}.json`];
  if (text === undefined) throw new Error(`content/captures has no "${name}.json"; npm run capture records it`);
  const decoded = decodeCapture(text);
  if (decoded.kind === 'capture') return decoded.capture;
  const { path, found, expected } = decoded;
  throw new Error(`content/captures/${name}.json: at "${path}" found ${found}, expected ${expected}`);
}

import type { Capture } from '#demos/capture/capture.ts';
import { recordedCapture } from '#demos/capture/recording.ts';

const files = import.meta.glob<string>('/content/captures/*.json', { query: '?raw', import: 'default', eager: true });

/**
 * A recorded capture, by the name of its file in content/captures.
 * @throws when there is no such file, or it is not a capture.
 */
export function captureNamed(name: string): Capture {
  const text = files[`/content/captures/${name}.json`];
  if (text === undefined) throw new Error(`content/captures has no "${name}.json"; npm run capture records it`);
  return recordedCapture(text, `content/captures/${name}.json`);
}

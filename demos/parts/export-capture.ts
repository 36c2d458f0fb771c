import type { Capture } from '#demos/capture/capture.ts';
import { encodeCapture } from '#demos/capture/json.ts';
import { encodePcapng } from '#demos/capture/pcapng.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { download } from './sharing.ts';

export type ExportFormat = 'json' | 'pcapng';

/** Hands the reader a capture as a file; a recorded one is fetched from where the site keeps it. */
export async function exportCapture(
  name: string,
  format: ExportFormat,
  capture: Capture | { readonly url: string },
): Promise<void> {
  const whole = 'url' in capture ? recordedCapture(await (await fetch(capture.url)).text()) : capture;
  if (format === 'json') download(`${name}.json`, 'application/json', encodeCapture(whole));
  else download(`${name}.pcapng`, 'application/octet-stream', encodePcapng(whole));
}

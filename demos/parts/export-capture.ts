import type { Capture } from '#demos/capture/capture.ts';
import { encodeCapture } from '#demos/capture/json.ts';
import { encodePcapng } from '#demos/capture/pcapng.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { download } from './sharing.ts';

export type ExportFormat = 'json' | 'pcapng';

/** A capture; a recorded one by where the site keeps it. */
export type Exportable = Capture | { readonly url: string };

/** Hands the reader a capture as a file. Throws where a recorded one cannot be fetched. */
export async function exportCapture(name: string, format: ExportFormat, capture: Exportable): Promise<void> {
  const whole = 'url' in capture ? recordedCapture(await (await fetch(capture.url)).text()) : capture;
  if (format === 'json') download(`${name}.json`, 'application/json', encodeCapture(whole));
  else download(`${name}.pcapng`, 'application/octet-stream', encodePcapng(whole));
}

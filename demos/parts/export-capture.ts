import type { Capture } from '#demos/capture/capture.ts';
import { encodeCapture } from '#demos/capture/json.ts';
import { encodePcapng } from '#demos/capture/pcapng.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { download } from './sharing.ts';

export type ExportFormat = 'json' | 'pcapng';

/** A capture; a recorded one by where the site keeps it; or what finds one, if there is one, when it is wanted. */
export type Exportable = Capture | { readonly url: string } | (() => Promise<Capture | null>);

async function found(capture: Exportable): Promise<Capture | null> {
  if (typeof capture === 'function') return capture();
  return 'url' in capture ? recordedCapture(await (await fetch(capture.url)).text()) : capture;
}

/** Hands the reader a capture as a file, where there is one. Rejects where a recorded one does not load. */
export async function exportCapture(
  name: string,
  format: ExportFormat,
  capture: Exportable | null | undefined,
): Promise<void> {
  const whole = capture ? await found(capture) : null;
  if (!whole) return;
  if (format === 'json') download(`${name}.json`, 'application/json', encodeCapture(whole));
  else download(`${name}.pcapng`, 'application/octet-stream', encodePcapng(whole));
}

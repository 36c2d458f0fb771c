import type { Capture } from '#demos/capture/capture.ts';
import { dissect } from '#demos/capture/dissect.ts';

/** How many `frames` a capture's wire carried, both ways, or of how many `events` script was told. */
export function countValue({ events }: Capture, name: string): string | undefined {
  if (name === 'frames') return String(dissect(events).units.filter(({ field }) => field === 'ws.frame').length);
  if (name === 'events') return String(events.filter((e) => e.kind === 'script' && 'on' in e.script).length);
  return undefined;
}

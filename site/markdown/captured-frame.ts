import type { Capture } from '#demos/capture/capture.ts';
import { dissect } from '#demos/capture/dissect.ts';
import { toHex } from '#demos/protocol/bytes.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';

/**
 * `<which>.hex`: all bytes of a frame of the capture's first connection, whichever way it went. `<which>` counts the
 * frames from 0, or is `close`, the first Close.
 */
export function frameValue({ events }: Capture, path: string): string | undefined {
  const [, which, name] = /^(\d+|close)\.(\w+)$/.exec(path) ?? [];
  const { units, spaces } = dissect(events);
  const frames = units.filter(({ field, connection }) => field === 'ws.frame' && connection === units[0]?.connection);
  const frame = which === 'close' ? frames.find(({ value }) => value === OPCODE.close) : frames[Number(which)];
  const bytes = spaces.find(({ id }) => id === frame?.space)?.bytes;
  if (name !== 'hex' || !frame || !bytes) return undefined;
  return toHex(bytes.subarray(frame.span.start / 8, frame.span.end / 8));
}

import type { Capture } from '#demos/capture/capture.ts';
import { decodeCapture } from '#demos/capture/json.ts';
import type { InputStop } from './input.ts';

export interface ReadCapture {
  readonly capture: Capture | null;
  readonly stop: InputStop | null;
}

/**
 * A capture of ours. Where one event is broken, those before it are kept; where the JSON itself is (a file cut off),
 * the lines before it, as each is one event.
 */
export function readCapture(text: string): ReadCapture {
  const whole = decodeCapture(text);
  if (whole.kind === 'capture') return { capture: whole.capture, stop: null };
  const { path, found, expected } = whole;
  if (path === '') return cutOff(text, found);
  const stop: InputStop = { rule: 'input.capture', at: eventPlace(text, path), path, found, expected };
  const event = /^events\[(\d+)\]/.exec(path)?.[1];
  return { capture: event === undefined ? null : before(text, Number(event)), stop };
}

/** The capture without its events from a number on. */
function before(text: string, event: number): Capture | null {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || !('events' in value) || !Array.isArray(value.events)) return null;
  const decoded = decodeCapture(JSON.stringify({ ...value, events: value.events.slice(0, event) }));
  return decoded.kind === 'capture' ? decoded.capture : null;
}

/** Where the line of an event begins, in a file that has one to a line. */
function eventPlace(text: string, path: string): number | null {
  const event = /^events\[(\d+)\]/.exec(path)?.[1];
  if (event === undefined) return null;
  let at = text.indexOf('\n') + 1;
  for (let left = Number(event); left > 0 && at > 0; left -= 1) at = text.indexOf('\n', at) + 1;
  return at > 0 && text.charAt(at) === '{' ? at : null;
}

function cutOff(text: string, why: string): ReadCapture {
  const lines = text.split('\n');
  const firstBroken = lines.findIndex((line, i) => i > 0 && !isEvent(line));
  const at = lines.slice(0, Math.max(0, firstBroken)).reduce((sum, line) => sum + line.length + 1, 0);
  const stop: InputStop = {
    rule: 'input.json',
    at: firstBroken > 0 ? at : jsonPlace(why),
    found: why,
    expected: 'JSON',
  };
  if (firstBroken < 1) return { capture: null, stop };
  const kept = lines.slice(0, firstBroken).join('\n').replace(/,\s*$/, '');
  const decoded = decodeCapture(`${kept}]}`);
  return { capture: decoded.kind === 'capture' ? decoded.capture : null, stop };
}

const isEvent = (line: string): boolean => {
  try {
    JSON.parse(line.replace(/,\s*$/, ''));
    return true;
  } catch {
    return false;
  }
};

/** The place that a JSON parser's message names, where it names one. */
export const jsonPlace = (message: string): number | null => {
  const position = /position (\d+)/.exec(message)?.[1];
  return position === undefined ? null : Number(position);
};

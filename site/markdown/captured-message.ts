import type { Capture, Direction } from '#demos/capture/capture.ts';
import { dissect } from '#demos/capture/dissect.ts';
import type { Unit } from '#demos/capture/dissection.ts';

interface Message {
  readonly text: string;
  /** Of the message itself, in UTF-8. */
  readonly bytes: number;
  /** Of the frames that carried it, headers and masking keys included. */
  readonly wire: number;
}

const CONTROL_OPCODES = 8;
const byteLength = ({ span }: Unit): number => (span.end - span.start) / 8;

/** The text messages of one direction of the capture's first connection. */
function textMessages({ events }: Capture, direction: Direction): Message[] {
  const { units } = dissect(events);
  const first = units[0]?.connection;
  const messages: Message[] = [];
  let wire = 0;
  for (const unit of units.filter((one) => one.connection === first && one.direction === direction)) {
    if (unit.field === 'ws.frame' && Number(unit.value) < CONTROL_OPCODES) wire += byteLength(unit);
    if (unit.field !== 'ws.message') continue;
    if (typeof unit.value === 'string') messages.push({ text: unit.value, bytes: byteLength(unit), wire });
    wire = 0;
  }
  return messages;
}

/**
 * `<start>.<name>`: of the first text message that begins with `<start>`, its `text`, its `bytes`, the bytes of its
 * frames on the `wire`, those of their headers and masking keys (`header`); and, of the JSON in it (from the first bracket), `json`, `json.bytes` and `json.around`, how many
 * of the bytes on the wire are not JSON. `<start>` holds no dot.
 */
export function messageValue(capture: Capture, direction: Direction, path: string): string | undefined {
  const [start = '', ...rest] = path.split('.');
  const message = textMessages(capture, direction).find(({ text }) => start !== '' && text.startsWith(start));
  if (!message) return undefined;
  const { text, bytes, wire } = message;
  const bracket = text.search(/[[{]/);
  const json = bracket < 0 ? '' : text.slice(bracket);
  const jsonBytes = new TextEncoder().encode(json).length;
  const values = new Map([
    ['text', text],
    ['bytes', String(bytes)],
    ['wire', String(wire)],
    ['header', String(wire - bytes)],
    ...(json === ''
      ? []
      : ([
          ['json', json],
          ['json.bytes', String(jsonBytes)],
          ['json.around', String(wire - jsonBytes)],
        ] as const)),
  ]);
  return values.get(rest.join('.'));
}

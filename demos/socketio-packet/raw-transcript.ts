import type { Capture, CaptureEvent, Direction } from '#demos/capture/capture.ts';
import { createDissector } from '#demos/capture/dissect.ts';
import type { Annotation, Unit } from '#demos/capture/dissection.ts';
import { toHex } from '#demos/protocol/bytes.ts';

/** Who did it: something passed on the wire, or script did or was told something. */
export type RowSide = 'up' | 'down' | 'script';

/** One line of what happened between two programs. */
export interface TranscriptRow {
  readonly at: number;
  readonly side: RowSide;
  /** `down.open`, `up.CONNECT`, `up.unreadable`, `down.close-frame`, `script.close`: what it is called in the texts. */
  readonly kind: string;
  /** As it stood there. */
  readonly text: string;
  /** The message's or the frame's first bytes on the wire. */
  readonly hex: string;
}

const side = (direction: Direction): 'up' | 'down' => (direction === 'client-to-server' ? 'up' : 'down');
const MOST_BYTES = 24;

/** Everything that passed and that script did or was told, in the capture's order. */
export function transcriptOf({ events }: Capture): TranscriptRow[] {
  const dissector = createDissector();
  const spaces = new Map<string, Uint8Array>();
  let frame: Unit | undefined;
  return events.flatMap((event) => {
    const found = dissector.push(event);
    for (const { id, bytes } of found.spaces) spaces.set(id, bytes);
    const hexOf = (unit: Unit | undefined): string => {
      const bytes = unit && spaces.get(unit.space)?.subarray(unit.span.start / 8, unit.span.end / 8);
      if (!bytes) return '';
      return toHex(bytes.subarray(0, MOST_BYTES)) + (bytes.length > MOST_BYTES ? ' …' : '');
    };
    const rows = found.units.flatMap((unit): TranscriptRow[] => {
      if (unit.field === 'ws.frame') frame = unit;
      const row = rowOf(unit);
      return row
        ? [{ at: unit.at, side: side(unit.direction), ...row, hex: unit.field.startsWith('ws.') ? hexOf(frame) : '' }]
        : [];
    });
    return [...rows, ...scriptRows(event)];
  });
}

type Named = Pick<TranscriptRow, 'kind' | 'text'>;

function rowOf(unit: Unit): Named | null {
  const way = side(unit.direction);
  switch (unit.field) {
    case 'http.request':
    case 'http.response':
      return { kind: `${way}.head`, text: String(unit.value) };
    case 'ws.message':
      return {
        kind: `${way}.${packetKind(unit)}`,
        text: unit.params?.['type'] === 'text' ? String(unit.value) : `${unit.value} bytes`,
      };
    case 'ws.frame':
      return Number(unit.value) === 8 ? { kind: `${way}.close-frame`, text: closeText(unit) } : null;
    default:
      return null;
  }
}

/** The annotation and all within it. */
const all = (annotation: Annotation): Annotation[] => [annotation, ...annotation.children.flatMap(all)];

/** The innermost packet that a message was read as: Socket.IO's type, or Engine.IO's. */
function packetKind(unit: Unit): string {
  const parts = all(unit);
  const engine = parts.find(({ field }) => field === 'eio.packet');
  if (!engine) return 'message';
  if (parts.some(({ violation }) => violation !== undefined)) return 'unreadable';
  if (parts.some(({ field }) => field === 'sio.attachment')) return 'attachment';
  const packet = parts.find(({ field }) => field === 'sio.packet');
  return String(packet?.value ?? engine.value);
}

const closeText = (unit: Unit): string => {
  const payload = unit.children.find(({ field }) => field === 'ws.payload');
  const code = payload?.children.find(({ field }) => field === 'ws.close-code');
  return code ? `Close ${code.value}` : 'Close';
};

function scriptRows(event: CaptureEvent): TranscriptRow[] {
  const row = (kind: string, text: string): TranscriptRow[] => [
    { at: event.at, side: 'script', kind: `script.${kind}`, text, hex: '' },
  ];
  if (event.kind === 'script' && 'on' in event.script) {
    const { script } = event;
    if (script.on === 'open') return row('open', 'open');
    if (script.on === 'close') return row('close', `close ${script.code}`);
    return script.on === 'error' ? row('error', 'error') : [];
  }
  if (event.kind === 'script' && 'do' in event.script && event.script.do === 'throw')
    return row('throw', `${event.script.name}: ${event.script.message}`);
  if (event.kind === 'application' && 'on' in event.application) {
    const { application } = event;
    if (application.on === 'connect_error') return row('connect_error', `connect_error: ${application.message}`);
    if (application.on === 'connect') return row('connect', 'connect');
    if (application.on === 'disconnect') return row('disconnect', `disconnect: ${application.reason}`);
  }
  return [];
}

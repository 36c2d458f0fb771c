import type { Capture, CaptureEvent } from '#demos/capture/capture.ts';
import { ConnectionReader } from '#demos/capture/connection-reader.ts';
import { isWireEvent } from '#demos/capture/event-kinds.ts';
import type { Role } from '#demos/protocol/violation.ts';
import type { Answer } from './assembler.reading.ts';

/** What script was told, beside its opening. */
export type Told =
  | { readonly on: 'message'; readonly type: 'text' | 'binary'; readonly bytes: Uint8Array }
  | { readonly on: 'error' }
  | { readonly on: 'close'; readonly code: number; readonly wasClean: boolean };

/** What came of a timeline that was really sent. */
export interface Outcome {
  /** The receiver's frames, in their order. */
  readonly answers: readonly Answer[];
  /** Nothing where the receiver is no page. */
  readonly told: readonly Told[];
  /** The receiver ended its direction of TCP, and was the first to end. */
  readonly ended: boolean;
}

/** What one connection of a capture says; of the first where it is not named. */
export function outcomeOf({ events }: Pick<Capture, 'events'>, from: Role, connection = firstOf(events)): Outcome {
  const receiver = from === 'client' ? 'server-to-client' : 'client-to-server';
  const reader = new ConnectionReader({});
  const answers: Answer[] = [];
  const told: Told[] = [];
  let ended: boolean | null = null;
  for (const event of events) {
    if (event.connection !== connection) continue;
    // What follows was asked for by script, and answers no frame.
    if (event.kind === 'script' && 'do' in event.script && event.script.do === 'close') break;
    const said = toldBy(event);
    if (said) told.push(said);
    if (!isWireEvent(event)) continue;
    for (const item of reader.push(event))
      if (item.kind === 'frame' && item.direction === receiver)
        answers.push({ opcode: item.frame.header.opcode, payload: item.frame.payload });
    if (event.kind === 'fin' || event.kind === 'rst') ended ??= event.direction === receiver;
  }
  return { answers, told, ended: ended ?? false };
}

const firstOf = (events: readonly CaptureEvent[]): string | undefined =>
  events.find((event) => event.kind === 'opened')?.connection;

function toldBy(event: CaptureEvent): Told | null {
  if (event.kind !== 'script' || !('on' in event.script)) return null;
  const { script } = event;
  switch (script.on) {
    case 'message':
      return { on: 'message', type: script.type, bytes: script.bytes };
    case 'error':
      return { on: 'error' };
    case 'close':
      return { on: 'close', code: script.code, wasClean: script.wasClean };
    case 'open':
      return null;
  }
}

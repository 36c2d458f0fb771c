import type { Capture, CaptureEvent, Direction } from '#demos/capture/capture.ts';
import { replay } from '#demos/machines/replay.ts';
import { type SampleEvent, sampleMachine } from './sample.machine.ts';

/** One stop of the figure. Plain data: it is told at build time and sent with the page. */
export interface Moment {
  /** Milliseconds from the opening of the connection. */
  readonly at: number;
  /** The machine's state after it, as a dot path. */
  readonly state: string;
  readonly kind: 'opened' | 'bytes' | 'fin' | 'rst';
  readonly direction: Direction | null;
  /** The first bytes that passed, and how many passed in all. */
  readonly bytes: Uint8Array;
  readonly length: number;
}

/** As many bytes as a row shows. */
const SHOWN = 16;
const NOTHING = new Uint8Array();

const machineEvents = (event: CaptureEvent): readonly SampleEvent[] => {
  if (event.kind === 'opened') return [{ type: 'opened' }];
  if (event.kind === 'bytes') return [{ type: 'bytes.passed' }];
  if (event.kind === 'fin') return [{ type: 'fin.passed' }];
  return event.kind === 'rst' ? [{ type: 'rst.passed' }] : [];
};

/** The moments of a capture's first connection. Throws a TypeError where it holds none. */
export function storyOf({ events }: Capture): readonly Moment[] {
  const opened = events.find((event) => event.kind === 'opened');
  if (!opened) throw new TypeError('The recording holds no connection');
  const own = events.filter((event) => 'connection' in event && event.connection === opened.connection);
  return replay(sampleMachine, own, machineEvents).flatMap(({ at, cause, state }) => {
    if (cause?.kind !== 'opened' && cause?.kind !== 'bytes' && cause?.kind !== 'fin' && cause?.kind !== 'rst')
      return [];
    const bytes = cause.kind === 'bytes' ? cause.bytes : NOTHING;
    const direction = cause.kind === 'opened' ? null : cause.direction;
    return [
      { at: at - opened.at, state, kind: cause.kind, direction, bytes: bytes.slice(0, SHOWN), length: bytes.length },
    ];
  });
}

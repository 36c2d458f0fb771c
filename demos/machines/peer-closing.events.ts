import type { CaptureEvent, PeerRecord } from '#demos/capture/capture.ts';
import type { Unit } from '#demos/capture/dissection.ts';
import type { PeerClosingEvent, peerClosing } from './peer-closing.machine.ts';
import type { ToMachineEvents } from './replay.ts';
import { closeIn } from './ws-connection.events.ts';

/** What a server's machine is told by a connection's events: its program's own records, and the wire at its end. */
export const peerEvents: ToMachineEvents<typeof peerClosing> = (event, { units }) => [
  ...units.flatMap(ofFrame),
  ...ofEvent(event),
];

function ofFrame(unit: Unit): PeerClosingEvent[] {
  if (!closeIn(unit)) return [];
  return [{ type: unit.direction === 'client-to-server' ? 'close.received' : 'close.answered' }];
}

function ofEvent(event: CaptureEvent): PeerClosingEvent[] {
  if (event.kind === 'peer') return ofProgram(event.peer);
  const ended = (event.kind === 'fin' || event.kind === 'rst') && event.direction === 'client-to-server';
  return ended ? [{ type: 'tcp.ended' }] : [];
}

function ofProgram(peer: PeerRecord['peer']): PeerClosingEvent[] {
  if ('on' in peer) return peer.on === 'close' ? [{ type: 'tcp.closed' }] : [];
  switch (peer.do) {
    case 'close':
      return [{ type: 'close.called' }];
    case 'terminate':
      return [{ type: 'terminate.called' }];
    case 'pause':
      return [{ type: 'reading.paused' }];
    case 'resume':
      return [{ type: 'reading.resumed' }];
    // ws reads 2 where nothing called close() because it has just answered one.
    case 'read':
      return [{ type: 'close.answered' }];
    case 'violate':
    case 'linger':
      return [];
  }
}

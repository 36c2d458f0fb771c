import type { Capture, CaptureEvent } from '#demos/capture/capture.ts';
import { isSocketTold } from '#demos/capture/event-kinds.ts';
import type { Problem } from '#demos/capture/problem.ts';
import { followLink } from '#demos/link/follow.ts';
import type { Intent, Link } from '#demos/link/link.ts';
import { type FullLog, LogReader } from './frames.log.ts';

export interface SocketListener {
  opened(): void;
  /** Called for every change. */
  logged(log: FullLog, capture: Capture): void;
  ended(): void;
  refused(problem: Problem): void;
  lost(isLost: boolean): void;
}

export interface OpenedSocket {
  /** Does it where the link can; says whether it could. */
  act(intent: Intent): boolean;
  /** Follows it no longer. */
  leave(): void;
}

/** Opens a connection of its own on a link and logs its frames. */
export function openSocket(link: Link, listener: SocketListener): OpenedSocket {
  const reader = new LogReader();
  const captured = (added: readonly CaptureEvent[]): void => {
    reader.push(added);
    listener.logged(reader.log, link.capture.get());
    if (added.some((event) => isSocketTold(event, 'open'))) listener.opened();
    if (added.some((event) => isSocketTold(event, 'close'))) listener.ended();
  };
  const leave = followLink(link, { ...listener, captured });
  const act = (intent: Intent): boolean => {
    const can = link.can(intent.kind);
    if (can) link.do(intent);
    return can;
  };
  if (!act({ kind: 'connect' })) listener.ended();
  return { act, leave };
}

import type { CaptureEvent } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import type { Link } from './link.ts';

export interface LinkListener {
  /** The capture has grown. */
  captured(added: readonly CaptureEvent[]): void;
  refused(problem: Problem): void;
  lost(isLost: boolean): void;
}

/** Begins a link's capture anew and follows it. Returns what ends the following. */
export function followLink(link: Pick<Link, 'capture' | 'status' | 'clear'>, listener: LinkListener): () => void {
  link.clear();
  const stopCapture = link.capture.subscribe((added) => listener.captured(added));
  const stopStatus = link.status.subscribe((status) => {
    listener.lost(status.kind === 'lost');
    if (status.kind === 'refused') listener.refused(status);
  });
  return () => {
    stopCapture();
    stopStatus();
  };
}

/** Asks it of a link that may not offer it: a companion can be started without raw bytes or edited answers. */
export function doOrRefuse(
  link: Pick<Link, 'can' | 'do'>,
  intent: Parameters<Link['do']>[0],
  refused: LinkListener['refused'],
): void {
  if (link.can(intent.kind)) link.do(intent);
  else refused({ rule: `${intent.kind}.off`, found: 'a companion without it', expected: 'one that offers it' });
}

import type { Capture, CaptureEvent, ScriptCaptureEvent } from '#demos/capture/capture.ts';
import { utf8DecodeLenient } from '#demos/protocol/bytes.ts';
import type { Intent } from './link.ts';
import type { ModelLink } from './model.ts';

/** What was done in one task of script: nothing arrived in between. */
export type Task = readonly Intent[];

/**
 * What was done to the newest socket of a capture, so that it can be done again and something else after. Times and
 * random bytes are not repeated; a connection that was sent by hand, or answered by hand, has no calls to repeat.
 */
export function forkOf({ events }: Pick<Capture, 'events'>): readonly Task[] {
  const newest = events.findLast(isConstruct)?.socket;
  const tasks: Intent[][] = [];
  let arrived = true;
  for (const event of events) {
    const ours = event.kind === 'script' || event.kind === 'act' ? event.socket === newest : true;
    const intent = ours ? intentOf(event) : null;
    if (intent) {
      if (arrived) tasks.push([]);
      tasks.at(-1)?.push(intent);
      arrived = false;
    } else if (ours) arrived ||= hasArrived(event);
  }
  return tasks;
}

/** Does a fork's tasks anew, from nothing. */
export function replayFork(link: ModelLink, tasks: readonly Task[]): void {
  link.clear();
  for (const task of tasks) link.together(task);
}

const isConstruct = (event: CaptureEvent): event is ScriptCaptureEvent =>
  event.kind === 'script' && 'do' in event.script && event.script.do === 'construct';

function intentOf(event: CaptureEvent): Intent | null {
  if (event.kind === 'act') return { kind: 'server', act: event.act };
  if (event.kind !== 'script' || 'on' in event.script) return null;
  const { script } = event;
  switch (script.do) {
    case 'construct':
      return { kind: 'connect', protocols: script.protocols };
    case 'send':
      return { kind: 'send', data: script.type === 'text' ? utf8DecodeLenient(script.bytes) : script.bytes };
    case 'close':
      return { kind: 'close', code: script.code, reason: script.reason };
    case 'leave':
      return { kind: 'leave' };
    case 'throw':
    case 'read':
      return null;
  }
}

/** Whether this came to the client from without: something told, or bytes or an end from the server. */
const hasArrived = (event: CaptureEvent): boolean =>
  event.kind === 'script' ? 'on' in event.script : 'direction' in event && event.direction === 'server-to-client';

/** What a figure loads only when the reader runs something; socket.io-client comes with it. */

import type { Capture } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import { followLink } from '#demos/link/follow.ts';
import { createSocketioLink, type SocketioLink } from '#demos/link/socketio-live.ts';
import type { Emission } from './emission.ts';
import type { Story } from './packet-story.ts';
import { storyOf } from './story-of.ts';

export type { SocketioLink } from '#demos/link/socketio-live.ts';
export { PLAIN } from './emission.ts';
export const openLink = (): SocketioLink => createSocketioLink();

export interface RunListener {
  /** Called for every change; `settled` once the emission and, where one was asked for, its answer have passed. */
  story(story: Story, settled: boolean, capture: Capture): void;
  refused(problem: Problem): void;
  lost(isLost: boolean): void;
}

/** Connects, emits once the namespace is connected, and follows what passes. Returns what ends the following. */
export function emitOn(link: SocketioLink, { event, args, ack }: Emission, listener: RunListener): () => void {
  let emitted = false;
  const follow = (): void => {
    const capture = link.capture.get();
    const told = capture.events.flatMap((each) => (each.kind === 'application' ? [each.application] : []));
    const failed = told.find((each) => 'on' in each && each.on === 'connect_error');
    if (failed && 'message' in failed) {
      listener.refused({ rule: 'socketio.connect', found: failed.message, expected: 'a connection' });
      return;
    }
    if (!emitted && told.some((each) => 'on' in each && each.on === 'connect')) {
      emitted = true;
      link.emit(event, args, { ack });
      return;
    }
    const thrown = told.find((each) => 'do' in each && each.do === 'throw');
    if (thrown && 'name' in thrown)
      listener.refused({ rule: 'socketio.emit', found: thrown.message, expected: 'values that can be sent' });
    const story = storyOf(capture);
    listener.story(
      story,
      emitted &&
        hasPassed(
          story,
          { event, args, ack },
          told.some((each) => 'on' in each && each.on === 'ack'),
        ),
      capture,
    );
  };
  const stop = followLink(link, { ...listener, captured: follow });
  if (link.can.connect) link.connect();
  else listener.lost(true);
  return stop;
}

/** The event has passed, whole; and where an acknowledgement was asked for, that has, and script was told of it. */
function hasPassed({ log }: Story, { event, ack }: Emission, acknowledged: boolean): boolean {
  const index = log.findIndex(
    ({ direction, content }) =>
      direction === 'client-to-server' && content?.type === 'EVENT' && content.data[0] === event,
  );
  if (index < 0) return false;
  return !ack || (acknowledged && log.some(({ content }, i) => i > index && content?.type === 'ACK'));
}

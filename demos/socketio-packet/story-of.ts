import type { Capture } from '#demos/capture/capture.ts';
import { packetLog } from './packet-log.ts';
import type { Story } from './packet-story.ts';
import { messagesOf } from './read-messages.ts';

/** The story of a capture's newest connection, or of the one named; without packets before there is one. */
export function storyOf(capture: Capture, connection = newest(capture)): Story {
  const mine = capture.events.filter((event) => event.connection === connection);
  const zero = mine.find(({ kind }) => kind === 'opened')?.at ?? 0;
  return { log: packetLog(messagesOf(capture, connection)), madeWith: capture.madeWith, zero };
}

const newest = ({ events }: Capture): string => events.findLast(({ kind }) => kind === 'opened')?.connection ?? '';

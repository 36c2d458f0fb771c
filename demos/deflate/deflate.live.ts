import type { CaptureEvent } from '#demos/capture/capture.ts';
import { isSocketTold } from '#demos/capture/event-kinds.ts';
import { choiceQuery } from '#demos/capture/negotiate-query.ts';
import { PATHS } from '#demos/capture/side-channel.ts';
import { followLink } from '#demos/link/follow.ts';
import type { Link } from '#demos/link/link.ts';
import { createLiveLink } from '#demos/link/live.ts';
import { browserPage } from '#demos/link/page.ts';
import type { Conversing, Listener } from './deflate.conversing.ts';
import { ConversationReader } from './deflate.messages.ts';
import type { Settings } from './deflate.settings.ts';

/** What a real server is asked to answer. */
export const queryOf = ({ takeover, windowBits }: Settings): Readonly<Record<string, string>> => {
  const bits = windowBits === 15 ? null : windowBits;
  return choiceQuery({
    select: 'first',
    deflate: {
      serverNoContextTakeover: !takeover,
      clientNoContextTakeover: !takeover,
      serverMaxWindowBits: bits,
      clientMaxWindowBits: bits,
    },
  });
};

export const createDeflateLink = (): Link => createLiveLink(browserPage(), { path: PATHS.negotiate });

/** Opens a connection of the reader's own on which compression is agreed. */
export function converseLive(link: Link, settings: Settings, listener: Listener): Conversing {
  const reader = new ConversationReader();
  const captured = (added: readonly CaptureEvent[]): void => {
    reader.push(added);
    listener.talked(reader.conversations, link.capture.get());
    if (added.some((event) => isSocketTold(event, 'open'))) listener.opened();
    if (added.some((event) => isSocketTold(event, 'close'))) listener.ended();
  };
  const leave = followLink(link, { ...listener, captured });
  if (link.can('connect')) link.do({ kind: 'connect', query: queryOf(settings) });
  else listener.ended();
  return {
    send(text) {
      if (link.can('send')) link.do({ kind: 'send', data: text });
    },
    leave,
  };
}

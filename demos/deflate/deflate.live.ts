import type { Capture, CaptureEvent } from '#demos/capture/capture.ts';
import { ConnectionReader } from '#demos/capture/connection-reader.ts';
import { isSocketTold, isWireEvent } from '#demos/capture/event-kinds.ts';
import { choiceQuery } from '#demos/capture/negotiate-query.ts';
import { PATHS } from '#demos/capture/side-channel.ts';
import { followLink } from '#demos/link/follow.ts';
import type { Link } from '#demos/link/link.ts';
import { createLiveLink } from '#demos/link/live.ts';
import { browserPage } from '#demos/link/page.ts';
import { fieldValues } from '#demos/protocol/http-fields.ts';
import type { Conversing, Listener } from './deflate.conversing.ts';
import { ConversationReader } from './deflate.messages.ts';
import type { Settings } from './deflate.settings.ts';

/**
 * Whether the browser lets a server limit what it compresses with; `true` until its offer was seen. An answer with
 * `client_max_window_bits` is for those who offered it (RFC 7692 §7.1.2.2). Firefox 153 does not, and ws then answers 400.
 */
export function takesClientWindow({ events }: Pick<Capture, 'events'>): boolean {
  const reader = new ConnectionReader({});
  const first = events.find(isWireEvent)?.connection;
  for (const event of events) {
    if (!isWireEvent(event) || event.connection !== first) continue;
    for (const item of reader.push(event))
      if (item.kind === 'request' && item.result.kind === 'head')
        return /client_max_window_bits/i.test(fieldValues(item.result.head, 'sec-websocket-extensions').join());
  }
  return true;
}

/** What a real server is asked to answer. */
export const queryOf = ({ takeover, windowBits }: Settings, clientWindow = true): Readonly<Record<string, string>> => {
  const bits = windowBits === 15 ? null : windowBits;
  return choiceQuery({
    select: 'first',
    deflate: {
      serverNoContextTakeover: !takeover,
      clientNoContextTakeover: !takeover,
      serverMaxWindowBits: bits,
      clientMaxWindowBits: clientWindow ? bits : null,
    },
  });
};

export const createDeflateLink = (): Link => createLiveLink(browserPage(), { path: PATHS.negotiate });

/** Opens a connection of the reader's own on which compression is agreed. */
export function converseLive(link: Link, settings: Settings, listener: Listener): Conversing {
  // Following begins the capture anew: what it held until now says what this browser offers.
  const clientWindow = takesClientWindow(link.capture.get());
  const reader = new ConversationReader();
  const captured = (added: readonly CaptureEvent[]): void => {
    reader.push(added);
    listener.talked(reader.conversations, link.capture.get());
    if (added.some((event) => isSocketTold(event, 'open'))) listener.opened();
    if (added.some((event) => isSocketTold(event, 'close'))) listener.ended();
  };
  const leave = followLink(link, { ...listener, captured });
  if (link.can('connect')) link.do({ kind: 'connect', query: queryOf(settings, clientWindow) });
  else listener.ended();
  return {
    send(text) {
      if (link.can('send')) link.do({ kind: 'send', data: text });
    },
    leave,
  };
}

import type { Capture, CaptureEvent, Direction } from '#demos/capture/capture.ts';
import { ConnectionReader } from '#demos/capture/connection-reader.ts';
import { isWireEvent } from '#demos/capture/event-kinds.ts';
import type { WireItem } from '#demos/capture/wire-item.ts';
import { concat } from '#demos/protocol/bytes.ts';
import { PERMESSAGE_DEFLATE } from '#demos/protocol/deflate-negotiation.ts';
import { formatExtension, parseExtensions } from '#demos/protocol/extensions.ts';
import { encodeHeader } from '#demos/protocol/frame-encoder.ts';
import { fieldValues } from '#demos/protocol/http-fields.ts';
import type { ResponseHead } from '#demos/protocol/http-head.ts';
import type { AssembledMessage } from '#demos/protocol/message.ts';
import { inflateMessage } from './deflate.read.ts';
import type { Conversation, DirectionTerms, Message } from './deflate.talk.ts';

const PLAIN: DirectionTerms = { takeover: true, windowBits: 15 };

interface Open {
  readonly reader: ConnectionReader;
  conversation: Conversation;
}

/** Reads a capture's events as they come; `conversations` grow with them. */
export class ConversationReader {
  readonly #open = new Map<string, Open>();

  get conversations(): readonly Conversation[] {
    return [...this.#open.values()].map(({ conversation }) => conversation).filter(({ agreed }) => agreed !== null);
  }

  push(events: readonly CaptureEvent[]): void {
    for (const event of events) {
      if (!isWireEvent(event)) continue;
      const { connection } = event;
      const fresh = { connection, agreed: null, terms: { 'client-to-server': PLAIN, 'server-to-client': PLAIN } };
      const open = this.#open.get(connection) ?? {
        reader: new ConnectionReader({}),
        conversation: { ...fresh, messages: [] },
      };
      this.#open.set(connection, open);
      for (const item of open.reader.push(event)) open.conversation = after(open.conversation, item);
    }
  }
}

/** The connections of a whole capture on which compression was agreed. */
export function conversationsOf({ events }: Pick<Capture, 'events'>): readonly Conversation[] {
  const reader = new ConversationReader();
  reader.push(events);
  return reader.conversations;
}

function after(conversation: Conversation, item: WireItem): Conversation {
  if (item.kind === 'response' && item.result.kind === 'head')
    return { ...conversation, ...agreedIn(item.result.head) };
  if (item.kind !== 'frame' || item.assembled?.kind !== 'message') return conversation;
  const message = messageOf(conversation, item.direction, item.assembled);
  return { ...conversation, messages: [...conversation.messages, message] };
}

function messageOf(
  conversation: Conversation,
  direction: Direction,
  { frames, joined, compression }: AssembledMessage,
): Message {
  const headers = concat(...frames.map(({ header }) => encodeHeader(header)));
  const base = { direction, headers, payload: joined };
  if (compression === 'none') return { ...base, compressed: false, output: joined };
  return { ...base, compressed: true, output: inflateMessage(conversation, { direction, payload: joined }) };
}

function agreedIn(head: ResponseHead): Pick<Conversation, 'agreed' | 'terms'> | null {
  const parsed = parseExtensions(fieldValues(head, 'sec-websocket-extensions').join(','));
  const found =
    parsed.kind === 'extensions' ? parsed.extensions.find(({ name }) => name === PERMESSAGE_DEFLATE) : undefined;
  if (!found) return null;
  const terms = (end: 'client' | 'server'): DirectionTerms => {
    const bits = Number(
      found.parameters.find(({ name }) => name === `${end}_max_window_bits`)?.value ?? PLAIN.windowBits,
    );
    return {
      takeover: !found.parameters.some(({ name }) => name === `${end}_no_context_takeover`),
      windowBits: bits >= 8 && bits <= 15 ? bits : PLAIN.windowBits,
    };
  };
  return {
    agreed: formatExtension(found),
    terms: { 'client-to-server': terms('client'), 'server-to-client': terms('server') },
  };
}

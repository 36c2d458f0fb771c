import { jsSource } from '#demos/link/js-source.ts';
import { toHex } from '#demos/protocol/bytes.ts';
import type { DraftEvent, DraftReading } from './draft-reading.ts';
import type { LoggedPacket } from './logged-packet.ts';
import { payloadOf } from './message-bytes.ts';
import { readCall } from './read-call.ts';
import { readString } from './read-string.ts';

/** What the reader typed, in both directions. The side that was edited last leads; nothing typed is ever lost. */
export interface Draft {
  readonly leading: 'event' | 'string';
  /** The call's arguments in JavaScript, the event's name first: `"add", 1, 2`. */
  readonly call: string;
  readonly namespace: string;
  readonly ackId: number | null;
  /** The text message. */
  readonly text: string;
  /** The binary messages that follow it, in hex, one a line. */
  readonly attachments: string;
}

export type DraftChange = Partial<Omit<Draft, 'leading'>>;

export const readDraft = ({ leading, call, namespace, ackId, text, attachments }: Draft): DraftReading =>
  leading === 'event' ? readCall(call, namespace, ackId) : readString(text, attachments);

/** The draft with its other side brought in line, as far as it can be read. */
export function editDraft(draft: Draft, change: DraftChange): Draft {
  const leading = 'text' in change || 'attachments' in change ? 'string' : 'event';
  const edited: Draft = { ...draft, ...change, leading };
  const { messages, event, fault } = readDraft(edited);
  if (fault) return edited;
  if (leading === 'string') return event ? { ...edited, ...callSide(event) } : edited;
  const [text = '', ...attachments] = messages;
  return { ...edited, text: String(text), attachments: attachments.map(hexOf).join('\n') };
}

/** The draft that a packet would be edited from. */
export function draftOf({ text, messages }: LoggedPacket): Draft {
  const attachments = messages.slice(1).map(({ message }) => hexOf(payloadOf(message)));
  const empty: Draft = { leading: 'string', call: '', namespace: '/', ackId: null, text: '', attachments: '' };
  return editDraft(empty, { text, attachments: attachments.join('\n') });
}

const hexOf = (data: string | Uint8Array): string => (typeof data === 'string' ? '' : toHex(data));

const callSide = ({ values, namespace, ackId }: DraftEvent): Pick<Draft, 'call' | 'namespace' | 'ackId'> => ({
  call: values.map((value) => jsSource(value)).join(', '),
  namespace,
  ackId,
});

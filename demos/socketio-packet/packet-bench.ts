/** What a figure loads only when the reader edits or runs something: a page that is read ships none of the codec. */
import { jsSource } from '#demos/link/js-source.ts';
import { browserRandomBytes, type RandomBytes } from '#demos/link/random-bytes.ts';
import { type JsonLoss, jsonLosses } from '#demos/protocol/json-losses.ts';
import type { DraftReading } from './draft-reading.ts';
import { type Draft, readDraft } from './event-draft.ts';
import type { LoggedPacket } from './logged-packet.ts';
import { madeMessage } from './made-message.ts';
import { packetLog } from './packet-log.ts';

export { EmissionRun } from './emission-run.ts';
export { draftOf, editDraft } from './event-draft.ts';
export { DRAFTS, EMISSIONS } from './packet-scenarios.ts';

/** One thing that does not arrive as it was sent. */
export interface Loss {
  readonly path: string;
  readonly what: JsonLoss['what'];
  readonly sent: string;
  /** The JSON that is written for it; `null` where nothing is. */
  readonly arrives: string | null;
}

/** A draft taken apart, as it would be sent: by the codec, with masking keys of its own. */
export interface Bench {
  readonly reading: DraftReading;
  /** `null` while there is nothing to take apart. */
  readonly packet: LoggedPacket | null;
  readonly losses: readonly Loss[];
}

export function benchOf(draft: Draft, randomBytes: RandomBytes = browserRandomBytes): Bench {
  const reading = readDraft(draft);
  const messages = reading.messages.map((data) => madeMessage(data, { from: 'client', key: randomBytes(4), at: 0 }));
  const [packet = null] = packetLog(messages);
  return { reading, packet, losses: draft.leading === 'event' ? lossesOf(reading) : [] };
}

function lossesOf({ given }: DraftReading): Loss[] {
  return jsonLosses(given).map(({ path, what, becomes }) => {
    const value = path.reduce<unknown>((holder, key) => (holder as Record<string | number, unknown>)[key], given);
    return {
      path: path.map((key, i) => (i === 0 ? String(key) : typeof key === 'number' ? `[${key}]` : `.${key}`)).join(''),
      what,
      sent: jsSource(value),
      arrives: becomes.kind === 'written' ? becomes.json : null,
    };
  });
}

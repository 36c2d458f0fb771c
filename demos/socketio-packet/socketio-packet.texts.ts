import type { CommonWords } from '#demos/parts/figure-words.ts';
import type { Source } from '#demos/protocol/source.ts';
import type { LayerId } from './peel.ts';
import type { Tone } from './ruler.ts';

/** What a part is called and what it says. `says` may hold `{value}`, `{bytes}`, `{hex}` and `code` in backticks. */
export interface PartText {
  readonly name: string;
  readonly says: string;
  readonly source: Source;
}

/** The words of the figure in one locale. */
export interface SocketioPacketTexts {
  readonly ui: Readonly<Record<UiKey, string>> & CommonWords;
  /** `frameOnWire` is the frame of a message without a mask; `attachment` the innermost layer of a binary message. */
  readonly layers: Readonly<Record<LayerId | 'frameOnWire' | 'attachment' | 'payload', string>>;
  /** By part, `type`; or by part and what it says, `type:EVENT`. */
  readonly parts: Readonly<Record<string, PartText>>;
  readonly cost: Readonly<Record<Tone, string>>;
  /** What the statechart prints on its lines. */
  readonly edges: Readonly<Record<string, string>>;
  /** By rule id. */
  readonly rules: Readonly<Record<string, { readonly title: string; readonly advice: string }>>;
}

export const UI_KEYS = [
  'title',
  'answerTitle',
  'up',
  'down',
  'event',
  'ack',
  'packet',
  'ofJson',
  'ofBinary',
  'bytes',
  'addsNone',
  'inOpcode',
  'masked',
  'notMasked',
  'payloadMasked',
  'frameTag',
  'frameTagMasked',
  'text',
  'binary',
  'envelope',
  'more',
  'layerHead',
  'ownHead',
  'saysHead',
  'source',
  'none',
  'asHex',
  'asText',
  'log',
  'time',
  'attachmentOf',
  'placeholderFor',
  'steps',
  'step',
  'of',
  'chart',
  'edit',
  'editEvent',
  'editString',
  'editAttachments',
  'editNamespace',
  'editAck',
  'editHint',
  'stringHint',
  'emit',
  'closeEditor',
  'notSent',
  'liveOnly',
  'liveNamespace',
  'notReadable',
  'loses',
  'sent',
  'arrives',
  'caption',
  'layersLabel',
] as const;
export type UiKey = (typeof UI_KEYS)[number];

/** `Fills {name}` from a record; a name without a value stays as it stands, so that a missing one is seen. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all));

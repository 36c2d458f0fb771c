import type { Direction } from '#demos/capture/capture.ts';
import { toHex } from '#demos/protocol/bytes.ts';
import type { Source } from '#demos/protocol/source.ts';
import { ackIdOf, type LoggedPacket } from './logged-packet.ts';
import type { Columns } from './message-bytes.ts';
import { callOf } from './packet-call.ts';
import type { Lit } from './packet-lit.ts';
import { type LayerId, type Part, type PartId, type Peeled, total } from './peel.ts';
import { type Cell, cellsOf, costOf, MOST_COLUMNS, type Tone } from './ruler.ts';
import { fill, type SocketioPacketTexts } from './socketio-packet.texts.ts';

export interface RowView {
  readonly layer: LayerId;
  readonly title: string;
  readonly note: string;
  readonly cells: readonly (Cell & { readonly lit: boolean; readonly placeholder: boolean })[];
  /** Printed over the layer's own bytes. */
  readonly tag: string;
  /** What more there is to say where there is room. */
  readonly tagMore: string;
  /** The column over which it begins. */
  readonly tagAt: number;
  readonly adds: string;
  readonly makes: string;
  readonly lit: boolean;
}

export interface CostView {
  readonly says: string;
  readonly runs: readonly {
    readonly tone: Tone;
    readonly bytes: number;
    readonly at: number;
    readonly label: string;
  }[];
}

export interface MessageView {
  readonly message: number;
  /** What binds an attachment to its placeholder; `null` for the text message. */
  readonly attachment: number | null;
  readonly rows: readonly RowView[];
  readonly columns: number;
  /** Bytes on the wire. */
  readonly all: number;
  readonly more: string;
  readonly cost: CostView;
}

export interface PartView {
  readonly key: string;
  readonly message: number;
  readonly part: PartId;
  readonly name: string;
  readonly tone: Tone;
  readonly own: string;
  readonly says: string;
  readonly source: Source;
  readonly lit: boolean;
}

export interface PacketView {
  readonly direction: Direction;
  readonly what: string;
  readonly call: string;
  readonly eventLit: boolean;
  readonly messages: readonly MessageView[];
  readonly parts: readonly PartView[];
  readonly problem: {
    readonly title: string;
    readonly found: string;
    readonly expected: string;
    readonly source: Source;
    readonly at: number;
  } | null;
  /** The lit part in words, for who does not see it. */
  readonly says: string;
}

/** One packet as it is to be shown. Pure: everything that a view prints is decided here. */
export function connectPacket(
  packet: LoggedPacket,
  lit: Lit | null,
  asHex: boolean,
  texts: SocketioPacketTexts,
): PacketView {
  const { ui } = texts;
  const messages = packet.messages.map((peeled, message) => messageView(packet, peeled, message, lit, asHex, texts));
  // The parts of the message that is lit, and the attachments that follow it.
  const from = lit && lit.part !== 'event' ? lit.message : 0;
  const parts = packet.messages.flatMap((peeled, message) =>
    peeled.parts
      .filter(({ id }) => message === from || (from === 0 && id === 'attachment'))
      .map((part) => partView(packet, peeled, part, message, lit, texts))
      // Innermost first, as the layers stand.
      .toReversed(),
  );
  const { violation } = packet;
  const shown = parts.find((part) => part.lit);
  return {
    direction: packet.direction,
    what: packet.packet?.type.endsWith('ACK') ? ui.ack : packet.packet?.type.endsWith('EVENT') ? ui.event : ui.packet,
    call: callOf(packet) ?? partText(texts, 'engineio', packet.engine ?? '').name,
    eventLit: lit?.part === 'event',
    messages,
    parts,
    problem: violation && {
      title: texts.rules[violation.rule]?.title ?? violation.rule,
      found: violation.found,
      expected: violation.expected,
      source: violation.source,
      at: violation.span.start / 8,
    },
    says: shown ? `${shown.name}: ${shown.own}. ${shown.says}` : '',
  };
}

function messageView(
  packet: LoggedPacket,
  peeled: Peeled,
  message: number,
  lit: Lit | null,
  asHex: boolean,
  texts: SocketioPacketTexts,
): MessageView {
  const { ui } = texts;
  const here = lit?.message === message ? lit : null;
  const columns = Math.min(peeled.message.wire.length, MOST_COLUMNS);
  const more = peeled.message.wire.length - columns;
  const whole = costOf(peeled);
  const envelope = whole.reduce((sum, { tone, bytes }) => (tone === 'arg' ? sum : sum + bytes), 0);
  let at = 0;
  return {
    message,
    attachment: message === 0 ? null : message - 1,
    columns,
    all: peeled.message.wire.length,
    more: more > 0 ? fill(ui.more, { count: more }) : '',
    rows: peeled.layers.map(({ id, holds }, index) => {
      const own = peeled.parts.filter((part) => part.layer === id);
      const before = peeled.layers[index - 1];
      const added = total(holds) - (before ? total(before.holds) : 0);
      const isWire = id === 'wire';
      return {
        layer: id,
        ...layerWords(packet, peeled, id, message, texts),
        cells: cellsOf(peeled, id, !asHex).map((cell, column) => {
          const holder = message === 0 && cell.held ? placeholderAt(packet, column) : null;
          const replaced = holder !== null && lit !== null && lit.message === holder + 1;
          return {
            ...cell,
            placeholder: holder !== null && id === 'arguments',
            lit: here?.column === column || replaced,
          };
        }),
        tagAt: firstOf(own.flatMap((part) => part.columns)) ?? firstOf(holds) ?? 0,
        tag: tagOf(id, own, added, texts),
        tagMore: added === 0 && !isWire && !(peeled.message.type === 'binary' && id === 'engineio') ? ui.inOpcode : '',
        adds: isWire ? String(total(holds)) : index === 0 ? String(added) : `+${added}`,
        makes: isWire
          ? ui.bytes
          : index === 0
            ? peeled.message.type === 'text'
              ? ui.ofJson
              : ui.ofBinary
            : `= ${total(holds)}`,
        lit: here !== null && own.some((part) => part.id === here.part),
      };
    }),
    cost: {
      says: fill(ui.envelope, { count: envelope, all: peeled.message.wire.length }),
      runs: whole.map(({ tone, bytes }) => {
        const run = { tone, bytes, at, label: `${bytes} ${texts.cost[tone]}` };
        at += bytes;
        return run;
      }),
    },
  };
}

const firstOf = (runs: readonly Columns[]): number | null =>
  runs.length === 0 ? null : Math.min(...runs.map(({ start }) => start));

/** The number of the attachment whose placeholder stands at a column of the text message. */
const placeholderAt = ({ placeholders }: LoggedPacket, column: number): number | null =>
  placeholders.find(({ columns }) => columns.some(({ start, end }) => start <= column && column < end))?.number ?? null;

function layerWords(
  { packet }: LoggedPacket,
  { message, layers, parts }: Peeled,
  id: LayerId,
  index: number,
  { ui, layers: names }: SocketioPacketTexts,
): { title: string; note: string } {
  const value = (part: PartId): string => String(parts.find((each) => each.id === part)?.value ?? '');
  const masked = layers.some((layer) => layer.id === 'wire');
  switch (id) {
    case 'arguments':
      if (message.type === 'binary') return { title: `${names.attachment} ${index - 1}`, note: ui.binary };
      return {
        title: packet && 'data' in packet && Array.isArray(packet.data) ? names.arguments : names.payload,
        note: 'JSON',
      };
    case 'socketio': {
      const id = value('ack-id');
      return { title: names.socketio, note: [value('type'), id && `ack id ${id}`].filter(Boolean).join(', ') };
    }
    case 'engineio':
      return { title: names.engineio, note: value('engineio') };
    case 'message':
      return { title: names.message, note: message.type === 'text' ? ui.text : ui.binary };
    case 'frame':
      return {
        title: masked ? names.frame : names.frameOnWire,
        note: `FIN, ${message.type}, ${masked ? ui.masked : ui.notMasked}`,
      };
    case 'wire':
      return { title: names.wire, note: ui.masked };
  }
}

function tagOf(layer: LayerId, own: readonly Part[], added: number, { ui, parts }: SocketioPacketTexts): string {
  if (layer === 'wire') return ui.payloadMasked;
  if (added === 0) return ui.addsNone;
  if (layer === 'message') return '';
  if (layer === 'frame') return own.length > 1 ? ui.frameTagMasked : ui.frameTag;
  return own.map(({ id }) => parts[`${id}:tag`]?.name ?? parts[id]?.name ?? id).join(', ');
}

const partText = ({ parts }: SocketioPacketTexts, id: string, value: string | number): PartText =>
  parts[`${id}:${value}`] ?? parts[id] ?? UNNAMED;
type PartText = SocketioPacketTexts['parts'][string];
const UNNAMED: PartText = { name: '', says: '', source: { document: 'RFC 6455', section: '5.2' } };

const PART_TONES: Partial<Record<PartId, Tone>> = { mask: 'key', frame: 'len' };
const LAYER_TONES: Readonly<Record<LayerId, Tone>> = {
  arguments: 'arg',
  socketio: 'sio',
  engineio: 'eio',
  message: 'pay',
  frame: 'len',
  wire: 'pay',
};
const LONGEST = 8;

function partView(
  packet: LoggedPacket,
  { message }: Peeled,
  part: Part,
  index: number,
  lit: Lit | null,
  texts: SocketioPacketTexts,
): PartView {
  const bytes = part.columns.flatMap(({ start, end }) => [
    ...(part.id === 'wire' ? message.wire : message.plain).subarray(start, end),
  ]);
  const readable = ['engineio', 'type', 'attachments', 'namespace', 'ack-id'].includes(part.id);
  const hex = toHex(Uint8Array.from(bytes.slice(0, LONGEST))) + (bytes.length > LONGEST ? ' …' : '');
  const text = partText(texts, part.id, part.value);
  const values = { value: part.value, bytes: bytes.length, hex, id: ackIdOf(packet) ?? '', number: index - 1 };
  return {
    key: `${index} ${part.id}`,
    message: index,
    part: part.id,
    name: fill(text.name, values),
    tone: PART_TONES[part.id] ?? LAYER_TONES[part.layer],
    own: bytes.length === 0 ? texts.ui.none : readable ? String.fromCharCode(...bytes.slice(0, 40)) : hex,
    says: fill(text.says, values),
    source: text.source,
    lit: lit !== null && lit.message === index && lit.part === part.id,
  };
}

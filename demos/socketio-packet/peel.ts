import type { FieldId } from '#demos/protocol/fields.ts';
import type { PacketPart } from '#demos/protocol/packet-part.ts';
import { type Columns, columnsOf, type MessageBytes, payloadOf, width } from './message-bytes.ts';

/** The layers over one ruler, innermost first. */
export type LayerId = 'arguments' | 'socketio' | 'engineio' | 'message' | 'frame' | 'wire';

/** What a layer adds, or what it says where it adds nothing. */
export type PartId =
  | 'wire'
  | 'mask'
  | 'frame'
  | 'message'
  | 'engineio'
  | 'type'
  | 'attachments'
  | 'namespace'
  | 'ack-id'
  | 'arguments'
  | 'attachment';

export interface Part {
  readonly id: PartId;
  readonly layer: LayerId;
  /** Its bytes on the ruler; none where the layer adds none. */
  readonly columns: readonly Columns[];
  /** What the bytes say: the type's name, the ack id, the namespace. */
  readonly value: string | number;
}

export interface Layer {
  readonly id: LayerId;
  /** Every byte it holds: its own, and those of the layers in it. */
  readonly holds: readonly Columns[];
}

/** One message taken apart. Each layer holds the one in it; what each adds is in `parts`, outermost first. */
export interface Peeled {
  readonly message: MessageBytes;
  readonly layers: readonly Layer[];
  readonly parts: readonly Part[];
}

const SOCKETIO_PARTS: Partial<Record<FieldId, PartId>> = {
  'sio.type': 'type',
  'sio.attachments': 'attachments',
  'sio.namespace': 'namespace',
  'sio.ack-id': 'ack-id',
};

/** Takes a message apart by the fields that its packet was read into; of a broken packet, those before the fault. */
export function peel(message: MessageBytes, fields: readonly PacketPart[]): Peeled {
  const end = payloadOf(message).length;
  const runs = (start: number, stop: number): Columns[] => columnsOf(message, start, stop);
  const span = (field: PacketPart): Columns[] => runs(field.span.start / 8, field.span.end / 8);
  const flat = fields.flatMap((field) => (field.field.endsWith('.packet') ? field.children : [field]));
  const masked = message.frames.some(({ key }) => key !== null);
  const all = [{ start: 0, end: message.wire.length }];
  const parts: Part[] = [];
  const layers: Layer[] = [];
  const add = (id: PartId, layer: LayerId, columns: readonly Columns[], value: string | number): void => {
    parts.push({ id, layer, columns, value });
  };

  if (masked) {
    add('wire', 'wire', message.frames.map(({ payload }) => payload).filter(width), end);
    add(
      'mask',
      'frame',
      message.frames.flatMap(({ key }) => key ?? []),
      message.frames.length,
    );
    layers.unshift({ id: 'wire', holds: all });
  }
  add(
    'frame',
    'frame',
    message.frames.map(({ head }) => head),
    message.frames.length,
  );
  layers.unshift({ id: 'frame', holds: all });
  const engine = flat.find(({ field }) => field === 'eio.type' || field === 'eio.base64');
  // What no layer above can read is the message's own.
  add('message', 'message', engine || message.type === 'binary' ? [] : runs(0, end), message.type);
  layers.unshift({ id: 'message', holds: runs(0, end) });

  if (message.type === 'binary') {
    add('engineio', 'engineio', [], 'message');
    layers.unshift({ id: 'engineio', holds: runs(0, end) });
    add('attachment', 'arguments', runs(0, end), end);
    layers.unshift({ id: 'arguments', holds: runs(0, end) });
    return { message, layers, parts };
  }
  if (!engine) return { message, layers, parts };
  add('engineio', 'engineio', span(engine), engine.value);
  layers.unshift({ id: 'engineio', holds: runs(0, end) });
  let start = engine.span.end / 8;
  const own = flat.flatMap((field) => {
    const id = SOCKETIO_PARTS[field.field];
    return id === undefined ? [] : [{ id, field }];
  });
  if (own.length > 0) layers.unshift({ id: 'socketio', holds: runs(start, end) });
  for (const { id, field } of own) {
    add(id, 'socketio', span(field), field.value);
    start = field.span.end / 8;
  }
  if (start < end) {
    add('arguments', 'arguments', runs(start, end), end - start);
    layers.unshift({ id: 'arguments', holds: runs(start, end) });
  }
  return { message, layers, parts };
}

/** The number of bytes in some runs. */
export const total = (columns: readonly Columns[]): number => columns.reduce((sum, run) => sum + width(run), 0);

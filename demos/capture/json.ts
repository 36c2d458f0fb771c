import { fromHex, toHex } from '#demos/protocol/bytes.ts';
import type {
  ApplicationCall,
  ApplicationEvent,
  Capture,
  CaptureEvent,
  EventId,
  PeerCall,
  PeerEvent,
  Redaction,
  ScriptCall,
  ScriptEvent,
  ServerAct,
} from './capture.ts';
import * as json from './json-shape.ts';

/** A capture as a file: JSON with one event to a line and bytes as hex, so that two recordings can be compared with `diff`. */
export function encodeCapture({ format, source, madeWith, events }: Capture): string {
  const head = JSON.stringify({ format, source, madeWith }).slice(0, -1);
  const lines = events.map((event) => JSON.stringify(event, bytesAsHex));
  return `${head},"events":[${lines.length > 0 ? `\n${lines.join(',\n')}\n` : ''}]}\n`;
}

const bytesAsHex = (_name: string, value: unknown): unknown => (value instanceof Uint8Array ? toHex(value, '') : value);

export type DecodedCapture =
  | { readonly kind: 'capture'; readonly capture: Capture }
  | ({ readonly kind: 'violation' } & json.Misfit);

/** Takes exactly what `encodeCapture` writes, white space aside; anything else is a violation that says where. Never throws. */
export function decodeCapture(text: string): DecodedCapture {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { kind: 'violation', path: '', found: error instanceof Error ? error.message : 'no JSON', expected: 'JSON' };
  }
  const checked = json.check(capture, value);
  return 'misfit' in checked ? { kind: 'violation', ...checked.misfit } : { kind: 'capture', capture: checked.value };
}

const isEventId = (value: string): value is EventId => {
  const number = /^(?:server|page|raw-client|model):(0|[1-9][0-9]*)$/.exec(value)?.[1];
  return number !== undefined && Number.isSafeInteger(Number(number));
};
const isHex = (value: string): value is string => /^(?:[0-9a-f]{2})*$/.test(value);
const eventId = json.textThat(isEventId, 'a recorder and a number, such as "server:0"');
const hex = json.textThat(isHex, 'pairs of hex digits');
const bytes: json.Shape<Uint8Array> = (value, path) => fromHex(hex(value, path));
const direction = json.oneOf('client-to-server', 'server-to-client');

const redaction: json.Shape<Redaction> = json.object({
  span: json.object({ start: json.count, end: json.count }),
  why: json.oneOf('credential', 'tap-id'),
});

const script = {
  construct: json.object({ do: json.oneOf('construct'), url: json.text, protocols: json.list(json.text) }),
  send: json.object({ do: json.oneOf('send'), type: json.oneOf('text', 'binary'), bytes }),
  close: json.object({ do: json.oneOf('close') }, { code: json.number, reason: json.text }),
  throw: json.object({
    do: json.oneOf('throw'),
    call: json.oneOf('construct', 'send', 'close'),
    name: json.text,
    message: json.text,
  }),
  read: json.object({ do: json.oneOf('read') }),
  leave: json.object({ do: json.oneOf('leave') }),
};
const told = {
  open: json.object({ on: json.oneOf('open'), protocol: json.text, extensions: json.text }),
  message: json.object({ on: json.oneOf('message'), type: json.oneOf('text', 'binary'), bytes }),
  error: json.object({ on: json.oneOf('error') }),
  close: json.object({ on: json.oneOf('close'), code: json.number, reason: json.text, wasClean: json.boolean }),
};

const acts = {
  ping: json.object({ do: json.oneOf('ping'), payload: json.text }),
  send: json.object({ do: json.oneOf('send'), parts: json.list(json.text) }, { pingBetween: json.boolean }),
  close: json.object({ do: json.oneOf('close') }, { code: json.number, reason: json.text }),
  terminate: json.object({ do: json.oneOf('terminate') }),
  vanish: json.object({ do: json.oneOf('vanish') }),
  hold: json.object({ do: json.oneOf('hold') }),
  violate: json.object({ do: json.oneOf('violate') }),
  linger: json.object({ do: json.oneOf('linger') }),
};

const readyState = json.oneOf(0, 1, 2, 3);
const peer = {
  close: json.object({ do: json.oneOf('close') }, { code: json.number, reason: json.text }),
  terminate: json.object({ do: json.oneOf('terminate') }),
  pause: json.object({ do: json.oneOf('pause') }),
  resume: json.object({ do: json.oneOf('resume') }),
  violate: json.object({ do: json.oneOf('violate') }),
  linger: json.object({ do: json.oneOf('linger') }),
  read: json.object({ do: json.oneOf('read') }),
};
const peerTold = {
  open: json.object({ on: json.oneOf('open') }),
  error: json.object({ on: json.oneOf('error'), message: json.text }),
  close: told.close,
};

const args = json.list(json.text);
const application = {
  connect: json.object({ do: json.oneOf('connect'), url: json.text, path: json.text }),
  emit: json.object({ do: json.oneOf('emit'), event: json.text, args, ack: json.boolean }),
  disconnect: json.object({ do: json.oneOf('disconnect') }),
  throw: json.object({ do: json.oneOf('throw'), name: json.text, message: json.text }),
};
const applicationTold = {
  connect: json.object({ on: json.oneOf('connect'), id: json.text }),
  event: json.object({ on: json.oneOf('event'), event: json.text, args }),
  ack: json.object({ on: json.oneOf('ack'), emit: json.count, args }),
  connect_error: json.object({ on: json.oneOf('connect_error'), message: json.text }),
  disconnect: json.object({ on: json.oneOf('disconnect'), reason: json.text }),
};

/** Picks the shape that the member `tag` names. */
const tagged =
  <T>(tag: string, shapes: Readonly<Record<string, json.Shape<T>>>): json.Shape<T> =>
  (value, path) => {
    const name = json.record(value, path)[tag];
    const shape = typeof name === 'string' && Object.hasOwn(shapes, name) ? shapes[name] : undefined;
    return shape
      ? shape(value, path)
      : json.misfit(path === '' ? tag : `${path}.${tag}`, name, Object.keys(shapes).join(', '));
  };

/** Something that was done, or something that was told. */
const doneOrTold =
  <Done, Told>(done: Readonly<Record<string, json.Shape<Done>>>, heard: Readonly<Record<string, json.Shape<Told>>>) =>
  (value: unknown, path: string): Done | Told =>
    Object.hasOwn(json.record(value, path), 'on') ? tagged('on', heard)(value, path) : tagged('do', done)(value, path);

const base = { id: eventId, at: json.number };
const wire = { ...base, connection: json.text };

const events = {
  opened: json.object({ ...wire, kind: json.oneOf('opened'), local: json.text, remote: json.text }),
  bytes: json.object(
    { ...wire, kind: json.oneOf('bytes'), direction, offset: json.count, bytes },
    { redacted: json.list(redaction) },
  ),
  gap: json.object({
    ...wire,
    kind: json.oneOf('gap'),
    direction,
    offset: json.count,
    length: json.count,
    why: json.oneOf('snapped', 'slow-page'),
  }),
  fin: json.object({ ...wire, kind: json.oneOf('fin'), direction }),
  rst: json.object({ ...wire, kind: json.oneOf('rst'), direction }),
  error: json.object({ ...wire, kind: json.oneOf('error'), code: json.text }),
  closed: json.object({ ...wire, kind: json.oneOf('closed') }),
  script: json.object(
    {
      ...base,
      kind: json.oneOf('script'),
      socket: json.count,
      script: doneOrTold<ScriptCall, ScriptEvent>(script, told),
      readyState,
      bufferedAmount: json.count,
    },
    { connection: json.text },
  ),
  act: json.object({ ...wire, kind: json.oneOf('act'), socket: json.count, act: tagged<ServerAct>('do', acts) }),
  application: json.object(
    {
      ...base,
      kind: json.oneOf('application'),
      client: json.count,
      application: doneOrTold<ApplicationCall, ApplicationEvent>(application, applicationTold),
    },
    { connection: json.text },
  ),
  peer: json.object({
    ...wire,
    kind: json.oneOf('peer'),
    peer: doneOrTold<PeerCall, PeerEvent>(peer, peerTold),
    readyState,
  }),
};

const event: json.Shape<CaptureEvent> = (value, path) => {
  const checked = tagged<CaptureEvent>('kind', events)(value, path);
  if (checked.kind !== 'bytes') return checked;
  const bits = checked.bytes.length * 8;
  checked.redacted?.forEach(({ span }, index) => {
    if (span.start > span.end || span.end > bits)
      json.misfit(`${path}.redacted[${index}].span`, span, `a span within ${bits} bits`);
  });
  return checked;
};

const capture: json.Shape<Capture> = (value, path) => {
  const checked = json.object({
    format: json.oneOf(1),
    source: json.oneOf('recorded', 'live', 'model'),
    madeWith: (given: unknown, at: string) =>
      Object.fromEntries(
        Object.entries(json.record(given, at)).map(([name, v]) => [name, json.text(v, `${at}.${name}`)]),
      ),
    events: json.list(event),
  })(value, path);
  const seen = new Set<EventId>();
  checked.events.forEach(({ id }, index) => {
    if (seen.has(id)) json.misfit(`events[${index}].id`, id, 'an id of its own');
    seen.add(id);
  });
  return checked;
};

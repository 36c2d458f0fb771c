import fc from 'fast-check';
import type { CaptureEvent, EventId, Recorder, ServerCaptureEvent, WireCaptureEvent } from './capture.ts';

const recorder = fc.constantFrom<Recorder>('server', 'page', 'raw-client', 'model');
const number = fc.nat({ max: 2 ** 31 - 1 });
const direction = fc.constantFrom('client-to-server' as const, 'server-to-client' as const);
const text = fc.string({ unit: 'binary', maxLength: 20 });
const bytes = fc.uint8Array({ maxLength: 300 });
const at = fc.double({ min: 0, max: 1e9, noNaN: true });
const id = fc.tuple(recorder, number).map(([name, count]): EventId => `${name}:${count}`);

const base = { id, at, connection: text };
const fields = { direction, offset: fc.maxSafeNat() };

const redactedBytes = bytes.chain((value) => {
  const span = fc
    .tuple(fc.nat({ max: value.length * 8 }), fc.nat({ max: value.length * 8 }))
    .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
  const redaction = fc.record({ span, why: fc.constantFrom('credential' as const, 'tap-id' as const) });
  return fc.record(
    { bytes: fc.constant(value), redacted: fc.array(redaction, { minLength: 1, maxLength: 3 }) },
    { requiredKeys: ['bytes'] },
  );
});

/** Any wire event, sensible or not: the codecs carry them all. */
export const arbitraryWireEvent: fc.Arbitrary<WireCaptureEvent> = fc.oneof(
  fc.record({ ...base, kind: fc.constant('opened' as const), local: text, remote: text }),
  fc
    .tuple(fc.record({ ...base, ...fields, kind: fc.constant('bytes' as const) }), redactedBytes)
    .map(([event, content]) => ({ ...event, ...content })),
  fc.record({
    ...base,
    ...fields,
    kind: fc.constant('gap' as const),
    length: fc.maxSafeNat(),
    why: fc.constantFrom('snapped' as const, 'slow-page' as const),
  }),
  fc.record({ ...base, kind: fc.constantFrom('fin' as const, 'rst' as const), direction }),
  fc.record({ ...base, kind: fc.constant('error' as const), code: text }),
  fc.record({ ...base, kind: fc.constant('closed' as const) }),
);

const code = fc.nat({ max: 0xffff });
const readyState = fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const);
const peer = fc.oneof(
  fc.record({ do: fc.constant('close' as const), code, reason: text }, { requiredKeys: ['do'] }),
  fc.record({ do: fc.constantFrom('terminate' as const, 'pause' as const, 'resume' as const) }),
  fc.record({ do: fc.constantFrom('violate' as const, 'linger' as const, 'read' as const) }),
  fc.record({ on: fc.constant('open' as const) }),
  fc.record({ on: fc.constant('error' as const), message: text }),
  fc.record({ on: fc.constant('close' as const), code, reason: text, wasClean: fc.boolean() }),
);

/** Anything a companion writes down. */
export const arbitraryServerEvent: fc.Arbitrary<ServerCaptureEvent> = fc.oneof(
  { weight: 5, arbitrary: arbitraryWireEvent },
  { weight: 1, arbitrary: fc.record({ ...base, kind: fc.constant('peer' as const), peer, readyState }) },
);

const payload = { type: fc.constantFrom('text' as const, 'binary' as const), bytes };
const script = fc.oneof(
  fc.record({ do: fc.constant('construct' as const), url: text, protocols: fc.array(text, { maxLength: 3 }) }),
  fc.record({ do: fc.constant('send' as const), ...payload }),
  fc.record({ do: fc.constant('close' as const), code: number, reason: text }, { requiredKeys: ['do'] }),
  fc.record({
    do: fc.constant('throw' as const),
    call: fc.constantFrom('construct' as const, 'send' as const, 'close' as const),
    name: text,
    message: text,
  }),
  fc.record({ do: fc.constantFrom('read' as const, 'leave' as const) }),
  fc.record({ on: fc.constant('open' as const), protocol: text, extensions: text }),
  fc.record({ on: fc.constant('message' as const), ...payload }),
  fc.record({ on: fc.constant('error' as const) }),
  fc.record({ on: fc.constant('close' as const), code: number, reason: text, wasClean: fc.boolean() }),
);

const act = fc.oneof(
  fc.record({ do: fc.constant('ping' as const), payload: text }),
  fc.record(
    { do: fc.constant('send' as const), parts: fc.array(text, { maxLength: 3 }), pingBetween: fc.boolean() },
    { requiredKeys: ['do', 'parts'] },
  ),
  fc.record({ do: fc.constant('close' as const), code: number, reason: text }, { requiredKeys: ['do'] }),
  fc.record({ do: fc.constantFrom('terminate' as const, 'vanish' as const, 'hold' as const) }),
  fc.record({ do: fc.constantFrom('violate' as const, 'linger' as const) }),
);

const args = fc.array(text, { maxLength: 3 });
const application = fc.oneof(
  fc.record({ do: fc.constant('connect' as const), url: text, path: text }),
  fc.record({ do: fc.constant('emit' as const), event: text, args, ack: fc.boolean() }),
  fc.record({ do: fc.constant('disconnect' as const) }),
  fc.record({ do: fc.constant('throw' as const), name: text, message: text }),
  fc.record({ on: fc.constant('connect' as const), id: text }),
  fc.record({ on: fc.constant('event' as const), event: text, args }),
  fc.record({ on: fc.constant('ack' as const), emit: number, args }),
  fc.record({ on: fc.constant('connect_error' as const), message: text }),
  fc.record({ on: fc.constant('disconnect' as const), reason: text }),
);

export const arbitraryEvent: fc.Arbitrary<CaptureEvent> = fc.oneof(
  arbitraryServerEvent,
  fc.record(
    {
      id,
      at,
      connection: text,
      kind: fc.constant('script' as const),
      socket: number,
      script,
      readyState,
      bufferedAmount: number,
    },
    { requiredKeys: ['id', 'at', 'kind', 'socket', 'script', 'readyState', 'bufferedAmount'] },
  ),
  fc.record({ ...base, kind: fc.constant('act' as const), socket: number, act }),
  fc.record(
    { id, at, connection: text, kind: fc.constant('application' as const), client: number, application },
    { requiredKeys: ['id', 'at', 'kind', 'client', 'application'] },
  ),
);

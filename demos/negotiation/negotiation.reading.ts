import { getInitialSnapshot, getNextSnapshot } from 'xstate';
import type { Capture, CaptureEvent, Direction, ScriptCaptureEvent } from '#demos/capture/capture.ts';
import { isScriptEvent } from '#demos/capture/event-kinds.ts';
import { statePath } from '#demos/machines/replay.ts';
import { concat, latin1Decode, toHex } from '#demos/protocol/bytes.ts';
import { deflateMemory } from '#demos/protocol/deflate-memory.ts';
import { PERMESSAGE_DEFLATE, readDeflateOffer, readDeflateResponse } from '#demos/protocol/deflate-negotiation.ts';
import { createFrameDecoder } from '#demos/protocol/frame-decoder.ts';
import type { HandshakeCheck } from '#demos/protocol/handshake-check.ts';
import { checkResponse } from '#demos/protocol/handshake-client-checks.ts';
import { headExtensions } from '#demos/protocol/handshake-extensions.ts';
import { firstFailure } from '#demos/protocol/handshake-finding.ts';
import type { HeadResult, RequestHead, ResponseHead } from '#demos/protocol/http-head.ts';
import { parseRequestHead, parseResponseHead } from '#demos/protocol/http-parse.ts';
import { isControlOpcode } from '#demos/protocol/opcode.ts';
import type { Violation } from '#demos/protocol/violation.ts';
import { type NegotiationEvent, negotiationMachine } from './negotiation.machine.ts';
import type { Agreement, Breach, HeadLines, Moment, Story, Told, Topic, Verdict } from './negotiation.story.ts';
import { wsRefusal } from './negotiation.ws-client.ts';

interface ReadHead<Head> {
  readonly at: number;
  readonly bytes: Uint8Array;
  readonly result: Exclude<HeadResult<Head>, { kind: 'need-more' }>;
}

const DOWN = 'server-to-client';

const TOPICS: Readonly<Record<string, Topic>> = {
  'sec-websocket-protocol': 'protocol',
  'sec-websocket-extensions': 'extension',
};

/** The negotiations of a capture, one for each WebSocket that script constructed, in that order. */
export const storiesOf = ({ events }: Pick<Capture, 'events'>): readonly Story[] =>
  events.flatMap((event) =>
    event.kind === 'script' && 'do' in event.script && event.script.do === 'construct'
      ? [storyOf(events, event, event.script.protocols)]
      : [],
  );

function storyOf(events: readonly CaptureEvent[], construct: ScriptCaptureEvent, protocols: readonly string[]): Story {
  const own = events.filter((event) =>
    isScriptEvent(event) ? event.socket === construct.socket : event.connection === construct.connection,
  );
  const request = readHead(own, 'client-to-server', parseRequestHead);
  const response = readHead(own, DOWN, parseResponseHead);
  const told = toldOf(own);
  return {
    protocols,
    request: request && linesOf(request),
    response: response && linesOf(response),
    told,
    verdicts: request?.result.kind === 'head' && response ? verdictsOf(request.result.head, response.result) : [],
    agreement: told.kind === 'opened' ? agreementOf(told, request?.result, response?.result) : null,
    echoes: response?.result.kind === 'head' ? echoesIn(own, response.result.head.byteLength) : [],
    moments: momentsOf(own, construct.at, response?.at ?? null),
  };
}

/** A direction's head as soon as it is whole; `null` until then. */
function readHead<Head>(
  events: readonly CaptureEvent[],
  direction: Direction,
  parse: (bytes: Uint8Array) => HeadResult<Head>,
): ReadHead<Head> | null {
  let bytes: Uint8Array = new Uint8Array();
  for (const event of events) {
    if (event.kind !== 'bytes' || event.direction !== direction || event.offset !== bytes.length) continue;
    bytes = concat(bytes, event.bytes);
    const result = parse(bytes);
    if (result.kind !== 'need-more') return { at: event.at, bytes, result };
  }
  return null;
}

const printable = (text: string): string =>
  text.replace(/\p{Cc}/gu, (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`);
/** As many lines of a head that cannot be read as are shown, and as much of one. */
const [MOST_LINES, LONGEST] = [8, 400];

function linesOf({ bytes, result }: ReadHead<RequestHead | ResponseHead>): HeadLines {
  const whole = result.kind === 'head' ? bytes.subarray(0, result.head.byteLength) : bytes;
  const [start = '', ...rest] = latin1Decode(whole)
    .split('\n')
    .map((line) => printable(line.replace(/\r$/, '')).slice(0, LONGEST))
    .filter((line) => line !== '');
  if (result.kind === 'violation') {
    const lines = rest.slice(0, MOST_LINES).map((value) => ({ name: '', value, topic: null }));
    return { start, lines, others: rest.length - lines.length };
  }
  const lines = result.head.fields.flatMap(({ name, value }) => {
    const topic = TOPICS[name.toLowerCase()];
    return topic ? [{ name, value: printable(value).slice(0, LONGEST), topic }] : [];
  });
  return { start, lines, others: result.head.fields.length - lines.length };
}

/** The first that says how it went: a close after an opening is another story. */
function toldOf(events: readonly CaptureEvent[]): Told {
  for (const event of events) {
    if (!isScriptEvent(event)) continue;
    const { script } = event;
    if ('do' in script) {
      if (script.do === 'throw' && script.call === 'construct')
        return { kind: 'threw', name: script.name, message: script.message };
    } else if (script.on === 'open')
      return { kind: 'opened', protocol: script.protocol, extensions: script.extensions };
    else if (script.on === 'close') return { kind: 'failed', code: script.code };
  }
  return { kind: 'nothing' };
}

/** The server's messages, each in one frame; `start` is where its head ended. */
function echoesIn(events: readonly CaptureEvent[], start: number): readonly string[] {
  const bytes = concat(
    ...events.flatMap((event) => (event.kind === 'bytes' && event.direction === DOWN ? [event.bytes] : [])),
  ).subarray(start);
  const frames = createFrameDecoder({ from: 'server', policy: 'rfc', deflate: true }).push(bytes);
  return frames.flatMap((frame) => {
    if (frame.kind !== 'frame' || isControlOpcode(frame.header.opcode)) return [];
    return [toHex(bytes.subarray(frame.headerSpan.start / 8, frame.payloadSpan.end / 8))];
  });
}

const breachOf = ({ rule, found, expected, source }: HandshakeCheck | Violation): Breach => ({
  rule,
  found: printable(found).slice(0, LONGEST),
  expected,
  source,
});

function verdictsOf(request: RequestHead, response: ReadHead<ResponseHead>['result']): readonly Verdict[] {
  if (response.kind === 'violation') {
    // What each program makes of bytes that are no head is not told here: the handshake's figure has them.
    return [{ policy: 'rfc', breach: breachOf(response.violation), says: null }];
  }
  const { head } = response;
  const failure = firstFailure(checkResponse(request, head));
  const offered = request.fields.some(({ name }) => TOPICS[name.toLowerCase()] === 'protocol') ? 1 : 0;
  const named = headExtensions(head);
  const names = named.kind === 'extensions' ? named.extensions.map(({ name }) => name) : null;
  const refusal = wsRefusal(checkResponse(request, head, 'ws'), offered, names);
  return [
    { policy: 'rfc', breach: failure && breachOf(failure), says: null },
    { policy: 'ws', breach: refusal && breachOf(refusal.check), says: refusal?.says ?? null },
  ];
}

/** What the answer that script was told of settles (RFC 7692 §7.1). ws names its extensions and not their parameters. */
function agreementOf(
  { protocol }: Extract<Told, { kind: 'opened' }>,
  request: ReadHead<RequestHead>['result'] | undefined,
  response: ReadHead<ResponseHead>['result'] | undefined,
): Agreement {
  const named = deflateIn(response)[0];
  const offers = deflateIn(request).flatMap((extension) => {
    const read = readDeflateOffer(extension);
    return read.kind === 'offer' ? [read.offer] : [];
  });
  const read = named ? readDeflateResponse(named, offers) : null;
  if (read?.kind !== 'agreed') return { protocol, deflate: null, memory: null };
  return { protocol, deflate: read.parameters, memory: deflateMemory(read.parameters) };
}

function deflateIn(head: ReadHead<RequestHead | ResponseHead>['result'] | undefined) {
  const named = head?.kind === 'head' ? headExtensions(head.head) : null;
  return named?.kind === 'extensions' ? named.extensions.filter(({ name }) => name === PERMESSAGE_DEFLATE) : [];
}

function momentsOf(
  events: readonly CaptureEvent[],
  startedAt: number,
  answeredAt: number | null,
): readonly [Moment, ...Moment[]] {
  let snapshot = getInitialSnapshot(negotiationMachine);
  const moments: [Moment, ...Moment[]] = [{ at: startedAt, state: statePath(snapshot) }];
  const take = (event: NegotiationEvent, at: number): void => {
    const next = getNextSnapshot(negotiationMachine, snapshot, event);
    if (statePath(next) === statePath(snapshot)) return;
    snapshot = next;
    // Another recorder's clock may be behind.
    moments.push({ at: Math.max(at, moments.at(-1)?.at ?? at), state: statePath(next) });
  };
  if (answeredAt !== null) take({ type: 'response.passed' }, answeredAt);
  for (const event of events) {
    const outcome = isScriptEvent(event) ? outcomeOf(event) : null;
    if (outcome) take(outcome, event.at);
  }
  return moments;
}

function outcomeOf({ script }: ScriptCaptureEvent): NegotiationEvent | null {
  if ('do' in script) return script.do === 'throw' && script.call === 'construct' ? { type: 'failed' } : null;
  if (script.on === 'open') return { type: 'opened', protocol: script.protocol, extensions: script.extensions };
  return script.on === 'error' ? { type: 'failed' } : null;
}

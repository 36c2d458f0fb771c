import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Capture, CaptureEvent, Direction } from '#demos/capture/capture.ts';
import { createDissector } from '#demos/capture/dissect.ts';
import type { Annotation, Unit } from '#demos/capture/dissection.ts';
import { isWireEvent } from '#demos/capture/event-kinds.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { concat, latin1Decode } from '#demos/protocol/bytes.ts';
import { checkResponse } from '#demos/protocol/handshake-client-checks.ts';
import { checkRequest } from '#demos/protocol/handshake-server-checks.ts';
import { parseRequestHead, parseResponseHead } from '#demos/protocol/http-parse.ts';
import type { RuleId } from '#demos/protocol/rules.ts';
import type { ScriptName } from '#tools/capture/page.ts';
import { recordAll, SCRIPTS } from '#tools/capture/record.ts';

/** What was recorded, recorded once more: a browser of the same major version still does the same. */

const read = (name: ScriptName): Capture =>
  recordedCapture(
    readFileSync(new URL(`../../content/captures/${name}.json`, import.meta.url), 'utf8'),
    `${name}.json`,
  );
const recorded = read('handshake');
let all: Record<ScriptName, Capture>;
let fresh: Capture;
beforeAll(async () => {
  all = await recordAll(SCRIPTS);
  fresh = all.handshake;
}, 180_000);

const major = ({ madeWith }: Capture) => Number.parseInt(madeWith['Chromium'] ?? '', 10);
const sameBrowser = () => major(fresh) === major(recorded);

const stream = ({ events }: Capture, direction: 'client-to-server' | 'server-to-client') =>
  concat(...events.flatMap((event) => (event.kind === 'bytes' && event.direction === direction ? [event.bytes] : [])));

function heads(capture: Capture) {
  const request = parseRequestHead(stream(capture, 'client-to-server'));
  const response = parseResponseHead(stream(capture, 'server-to-client'));
  if (request.kind !== 'head' || response.kind !== 'head') throw new Error(`${request.kind}, ${response.kind}`);
  return { request: request.head, response: response.head };
}

const wire = (event: CaptureEvent): string[] => {
  if (!isWireEvent(event)) return [];
  return ['direction' in event ? `${event.kind} ${event.direction}` : event.kind];
};
const script = (event: CaptureEvent): string[] =>
  event.kind === 'script' ? ['do' in event.script ? `${event.script.do}()` : event.script.on] : [];
/** Script reads between two tasks: whether it sees what lasts a moment is chance. */
const isChance = (event: CaptureEvent) => event.kind === 'script' && 'do' in event.script && event.script.do === 'read';
const page = (event: CaptureEvent): string[] => {
  if (event.kind === 'act') return [`ask to ${event.act.do}`];
  if (event.kind !== 'application') return isChance(event) ? [] : script(event);
  return ['do' in event.application ? `${event.application.do}()` : event.application.on];
};
const anything = (event: CaptureEvent): string[] => [...wire(event), ...script(event)];

function frames({ events }: Capture): Unit[] {
  const dissector = createDissector();
  return events.flatMap((event) => dissector.push(event).units).filter(({ field }) => field === 'ws.frame');
}
/** Every field with its length in bits; a masking key and what it masks are new each time. */
const shape = ({ field, span, value, children }: Annotation): unknown => ({
  field,
  bits: span.end - span.start,
  ...(/^ws\.(fin|rsv\d|opcode|mask|length-\d+)$/.test(field) && { value }),
  children: children.map(shape),
});

describe('recorded again, by any version of Chromium', () => {
  it('is marked as recorded, and says by what', () => {
    expect(fresh.source).toBe('recorded');
    expect(Object.keys(fresh.madeWith).sort()).toEqual(Object.keys(recorded.madeWith).sort());
    expect(fresh.madeWith).toMatchObject({ Chromium: expect.stringMatching(/^\d+(\.\d+){3}$/), path: 'loopback' });
  });

  it('has the same events on the wire, in order', () =>
    expect(fresh.events.flatMap(wire)).toEqual(recorded.events.flatMap(wire)));

  it('has the same calls and events of script, in order', () => {
    expect(fresh.events.flatMap(script)).toEqual(['construct()', 'open', 'send()', 'message']);
    expect(recorded.events.flatMap(script)).toEqual(['construct()', 'open', 'send()', 'message']);
  });

  it('has wire and script in causal order', () => {
    const causal = [
      ...['construct()', 'opened', 'bytes client-to-server', 'bytes server-to-client', 'open'],
      ...['send()', 'bytes client-to-server', 'bytes server-to-client', 'message'],
    ];
    expect(fresh.events.flatMap(anything)).toEqual(causal);
    expect(recorded.events.flatMap(anything)).toEqual(causal);
  });

  it('asks for the same, but for the tap id, which is written over', () => {
    const line = (capture: Capture) => latin1Decode(stream(capture, 'client-to-server')).split('\r\n')[0];
    expect(line(fresh)).toBe(line(recorded));
    expect(line(fresh)).toBe('GET /ws/echo?tap=xxxxxxxxxxxxxxxxxxxxxx&s=0 HTTP/1.1');
  });

  it('passes every check of both ends', () => {
    const { request, response } = heads(fresh);
    const checks = [...checkRequest(request), ...checkResponse(request, response)];
    expect(checks.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  });

  it('has a key and a mask of its own', () => {
    const key = (capture: Capture) =>
      heads(capture).request.fields.find(({ name }) => name === 'Sec-WebSocket-Key')?.value;
    expect(key(fresh)).toHaveLength(24);
    expect(key(fresh)).not.toBe(key(recorded));
  });

  it('is answered by ws with the same fields and as many bytes', () => {
    const names = (capture: Capture) => heads(capture).response.fields.map(({ name }) => name);
    expect(names(fresh)).toEqual(names(recorded));
    expect(heads(fresh).response.byteLength).toBe(heads(recorded).response.byteLength);
  });

  it('ends with two frames of the same fields and lengths', () => {
    expect(frames(fresh)).toHaveLength(2);
    expect(frames(fresh).map(shape)).toEqual(frames(recorded).map(shape));
  });
});

describe('recorded again, by the same major version', () => {
  it('has the same fields in the request, in order', ({ skip }) => {
    skip(!sameBrowser(), 'another major version may send other fields');
    const names = (capture: Capture) => heads(capture).request.fields.map(({ name }) => name);
    expect(names(fresh)).toEqual(names(recorded));
  });

  it('has the same values in them, but for the port and the key', ({ skip }) => {
    skip(!sameBrowser(), 'another major version says another User-Agent');
    const values = (capture: Capture) =>
      heads(capture)
        .request.fields.filter(({ name }) => name !== 'Sec-WebSocket-Key')
        .map(({ name, value }) => [name, value.replace(/:\d+$/, ':port')]);
    expect(values(fresh)).toEqual(values(recorded));
  });
});

/** The order of two that the page and the server do at the same time is chance. */
const oneWay = ({ events }: Capture, direction: Direction) =>
  events.filter((event) => 'direction' in event && event.direction === direction).flatMap(wire);

/** How a direction ends: the last of its events. Lanes that race end in any order: then how often one ends. */
const endsOf = (name: ScriptName) => (capture: Capture, direction: Direction) =>
  name === 'race'
    ? oneWay(capture, direction).filter((kind) => !kind.startsWith('bytes'))
    : oneWay(capture, direction).at(-1);

/** Rules that a script's own frames break: what is recorded is how a peer refuses them. */
const ON_PURPOSE: Partial<Record<ScriptName, readonly RuleId[]>> = {
  assembler: ['frame.control-length', 'message.continuation', 'message.unfinished', 'message.utf8'],
  close: ['frame.opcode'],
};

/** Many connections each: a page carries what they came to, and fetches them only to save them. In bytes. */
const SAVED_ONLY: Partial<Record<ScriptName, number>> = {
  assembler: 40_000,
  close: 40_000,
  negotiation: 40_000,
};

describe.each(SCRIPTS)('%s, recorded again', (name) => {
  const before = read(name);
  const once = () => all[name];
  const ends = endsOf(name);

  it('has the same frames and ends each way', () => {
    for (const direction of ['client-to-server', 'server-to-client'] as const) {
      const of = ({ direction: way }: { readonly direction: Direction }) => way === direction;
      expect(frames(once()).filter(of).map(shape)).toEqual(frames(before).filter(of).map(shape));
      expect(ends(once(), direction)).toEqual(ends(before, direction));
    }
  });

  it('has the same doings of the page, in order', () =>
    expect(once().events.flatMap(page)).toEqual(before.events.flatMap(page)));

  it('breaks no rule but on purpose', () => {
    const broken = ({ violation, children }: Annotation): readonly string[] => [
      ...(violation ? [violation.rule] : []),
      ...children.flatMap(broken),
    ];
    expect(frames(before).flatMap(broken)).toEqual(frames(once()).flatMap(broken));
    expect([...new Set(frames(before).flatMap(broken))].sort()).toEqual(ON_PURPOSE[name] ?? []);
  });

  it('names no tap id and no gap', () => {
    expect(before.events.filter(({ kind }) => kind === 'gap')).toEqual([]);
    expect(latin1Decode(stream(before, 'client-to-server'))).toMatch(/[?&]tap=x{22}&/);
    expect(before.source).toBe('recorded');
  });

  it('is no larger than a figure may be sent', () =>
    expect(readFileSync(new URL(`../../content/captures/${name}.json`, import.meta.url)).length).toBeLessThan(
      SAVED_ONLY[name] ?? 25_000,
    ));
});

describe('the recorded life', () => {
  const events = read('lifecycle').events;
  const place = (holds: (event: CaptureEvent) => boolean) => events.findIndex(holds);

  it('has an echo that no script was told of, because close() was called before it came', () => {
    const echo = place((event) => event.kind === 'bytes' && latin1Decode(event.bytes) === '\x81\x04late');
    const called = place((event) => event.kind === 'script' && 'do' in event.script && event.script.do === 'close');
    expect(echo).toBeGreaterThan(called);
    expect(events.flatMap(script).filter((each) => each === 'message')).toHaveLength(1);
  });
});

describe('the recorded attributes', () => {
  it('show a buffer that drained with no event to tell it', () => {
    const { events } = read('lifecycle');
    const reads = events.filter(isChance).flatMap((event) => (event.kind === 'script' ? [event] : []));
    expect(reads[0]).toMatchObject({ readyState: 1, bufferedAmount: 0 });
  });
});

describe('the recorded packets', () => {
  const said = (direction: Direction) =>
    frames(read('socketio-packet'))
      .filter((frame) => frame.direction === direction)
      .map(({ span }) => (span.end - span.start) / 8);

  it('are as long as those of the reference session: 420["add",1,2] and 430[3], and a last frame of Close', () => {
    // 14 and 6 bytes of packet, with 6 bytes of header and mask up, and 2 down.
    expect(said('client-to-server').slice(0, 2)).toEqual([8, 20]);
    expect(said('server-to-client')).toContain(8);
    expect(said('server-to-client').at(-1)).toBe(2);
  });
});

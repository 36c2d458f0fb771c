import { initialTransition, transition } from 'xstate';
import { trailEntry } from '#demos/parts/statechart-light.ts';
import type { HandshakeCheck } from '#demos/protocol/handshake-check.ts';
import type { Analysis } from './handshake.analysis.ts';
import { CHECK_ORDER, type CheckName, type HandshakeEvent, handshakeMachine } from './handshake.machine.ts';

export const PHASES = ['tcp', 'request', 'hash', 'response', 'checks', 'open', 'frames'] as const;
export type Phase = (typeof PHASES)[number];

/** A line of a head, named by side and line id (`request/sec-websocket-key`). */
export type PartRef = `${'request' | 'response'}/${string}`;

/** One stop of the stepper: what happened, what it lights, and the lifecycle's state after it. */
export interface Moment {
  /** `tcp`, `request`, `hash`, `response`, `check:accept`, `open`, `failed`, `frame:0` … */
  readonly id: string;
  readonly phase: Phase;
  /** Milliseconds from the capture's zero. */
  readonly at: number;
  readonly lit: readonly PartRef[];
  readonly check?: HandshakeCheck;
  readonly frame?: number;
  /** Path of the handshake machine's state: `validating.accept`. */
  readonly state: string;
}

/** `events` happen on the way to the moment: while a check is being looked at, the machine is in that check's state. */
type Draft = Omit<Moment, 'state'> & { readonly events: readonly HandshakeEvent['type'][] };

const REQUIRED_OF_REQUEST: readonly PartRef[] = [
  'request/start',
  'request/host',
  'request/connection',
  'request/upgrade',
  'request/origin',
  'request/sec-websocket-version',
  'request/sec-websocket-key',
];
const REQUIRED_OF_RESPONSE: readonly PartRef[] = [
  'response/start',
  'response/upgrade',
  'response/connection',
  'response/sec-websocket-accept',
];
const LIT_BY_CHECK: Readonly<Record<CheckName, readonly PartRef[]>> = {
  status: ['response/start'],
  upgrade: ['response/upgrade'],
  connection: ['response/connection'],
  accept: ['request/sec-websocket-key', 'response/sec-websocket-accept'],
  extensions: ['request/sec-websocket-extensions', 'response/sec-websocket-extensions'],
  protocol: ['request/sec-websocket-protocol', 'response/sec-websocket-protocol'],
};

/** The short name of a check's rule: `handshake.accept` → `accept`. */
export const checkName = (check: HandshakeCheck): string => check.rule.slice(check.rule.indexOf('.') + 1);
const isNumbered = (name: string): name is CheckName => (CHECK_ORDER as readonly string[]).includes(name);

function checkDrafts(checks: readonly HandshakeCheck[], at: number): Draft[] {
  const drafts: Draft[] = [];
  for (const check of checks) {
    const name = checkName(check);
    const failed = check.outcome === 'failed';
    // A check the machine does not number (the HTTP version) makes a stop of its own only when it fails.
    if (!failed && !isNumbered(name)) continue;
    const lit = isNumbered(name) ? LIT_BY_CHECK[name] : (['response/start'] as const);
    const cause = drafts.length === 0 ? 'head.received' : 'check.passed';
    drafts.push({ id: `check:${name}`, phase: 'checks', at, lit, check, events: [cause] });
    if (failed) break;
  }
  return drafts;
}

function drafts({ exchange, clientChecks, serverChecks }: Analysis): Draft[] {
  const { opened, request, response, frames, end } = exchange;
  const list: Draft[] = [{ id: 'tcp', phase: 'tcp', at: opened?.at ?? 0, lit: [], events: ['connect', 'tcp.opened'] }];
  if (request) {
    list.push({ id: 'request', phase: 'request', at: request.at, lit: REQUIRED_OF_REQUEST, events: ['request.sent'] });
    const refused = serverChecks.find((check) => check.outcome === 'failed');
    list.push({
      id: 'hash',
      phase: 'hash',
      at: request.at,
      lit: ['request/sec-websocket-key'],
      events: [],
      ...(refused && { check: refused }),
    });
  }
  if (response) {
    const { at } = response;
    const broken = clientChecks.some((check) => check.outcome === 'failed');
    list.push({ id: 'response', phase: 'response', at, lit: REQUIRED_OF_RESPONSE, events: [] });
    list.push(...checkDrafts(clientChecks, at));
    if (!response.head) list.push({ id: 'failed', phase: 'open', at, lit: [], events: ['head.unreadable'] });
    // Without a request that can be read there is nothing to hold the response against: the server has refused.
    else if (!request?.head)
      list.push({ id: 'failed', phase: 'open', at, lit: [], events: ['head.received', 'check.failed'] });
    else if (broken) list.push({ id: 'failed', phase: 'open', at, lit: [], events: ['check.failed'] });
    else list.push({ id: 'open', phase: 'open', at, lit: [], events: ['check.passed'] });
  } else if (end) {
    list.push({ id: 'failed', phase: 'open', at: end.at, lit: [], events: ['connection.lost'] });
  }
  frames.forEach(({ at }, i) => {
    list.push({ id: `frame:${i}`, phase: 'frames', at, lit: [], frame: i, events: [] });
  });
  return list;
}

/** The stops of one handshake, each with the state the machine is in after it. The machine is driven by what the capture shows and nothing else. */
export function momentsOf(analysis: Analysis): readonly Moment[] {
  let [snapshot] = initialTransition(handshakeMachine, {});
  return drafts(analysis).map(({ events, ...moment }) => {
    for (const type of events) [snapshot] = transition(handshakeMachine, snapshot, { type });
    return { ...moment, state: trailEntry(snapshot.value) };
  });
}

/** Where the figure stands when nobody has touched it: the accept check, where both heads matter at once. */
export const firstLook = (moments: readonly Moment[]): number => {
  const accept = moments.findIndex(({ id }) => id === 'check:accept');
  return accept >= 0 ? accept : moments.length - 1;
};

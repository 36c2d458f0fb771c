import { type AnyStateMachine, getInitialSnapshot, getNextSnapshot } from 'xstate';
import type { LaneId, LaneStory } from './race.lanes.ts';
import { pollMachine, pushMachine, waitMachine } from './race.machines.ts';

/** Which machine a lane is. */
export const MACHINES: Readonly<Record<LaneId, AnyStateMachine>> = {
  polling: pollMachine,
  'long-polling': waitMachine,
  sse: pushMachine,
  websocket: pushMachine,
};

/** What happens on a lane. `happened` is known to the server alone. */
export type MomentKind =
  | 'happened'
  | 'asked'
  | 'arrived'
  | 'held'
  | 'answered'
  | 'nothing'
  | 'opened'
  | 'delivered'
  | 'closed';

export interface Moment {
  /** Milliseconds from the start of the race. */
  readonly at: number;
  readonly kind: MomentKind;
  /** The event, or how many events an answer brought. */
  readonly n: number;
  /** The machine's state after it. */
  readonly state: string;
}

type Told = Omit<Moment, 'state'> & { readonly type: string | null };

/** As many as a reader would step through. */
const MOST = 120;

/** The moments of one lane within the window, in order, and the state of its machine after each. */
export function momentsOf(story: LaneStory, windowMs: number): readonly Moment[] {
  const told = story.lane === 'sse' || story.lane === 'websocket' ? pushedOn(story) : askedOn(story);
  const happened = story.deliveries.map(({ n, at }): Told => ({ at, kind: 'happened', n, type: null }));
  const inOrder = [...told, ...happened].sort((a, b) => a.at - b.at);
  const machine = MACHINES[story.lane];
  let snapshot = getInitialSnapshot(machine);
  return inOrder
    .filter(({ at }) => at <= windowMs)
    .slice(0, MOST)
    .map(({ at, kind, n, type }) => {
      if (type !== null) snapshot = getNextSnapshot(machine, snapshot, { type, events: n });
      return { at, kind, n, state: String(snapshot.value) };
    });
}

function askedOn({ lane, exchanges }: LaneStory): readonly Told[] {
  const waits = lane === 'long-polling';
  return exchanges.flatMap(({ sentAt, arrivedAt, answeredAt, endedAt, events }): readonly Told[] => [
    { at: sentAt, kind: 'asked', n: 0, type: waits ? 'request.sent' : 'tick' },
    ...(waits
      ? ([
          { at: arrivedAt, kind: 'arrived', n: 0, type: 'request.arrived' },
          { at: answeredAt, kind: 'held', n: events, type: events > 0 ? 'event.happened' : 'hold.ended' },
        ] as const)
      : []),
    { at: endedAt, kind: events > 0 ? 'answered' : 'nothing', n: events, type: 'response.received' },
  ]);
}

function pushedOn({ exchanges, deliveries }: LaneStory): readonly Told[] {
  const [opened] = exchanges;
  if (!opened) return [];
  return [
    { at: opened.sentAt, kind: 'asked', n: 0, type: 'request.sent' },
    { at: opened.arrivedAt, kind: 'opened', n: 0, type: 'accepted' },
    ...deliveries.map(
      ({ n, deliveredAt }): Told => ({ at: deliveredAt, kind: 'delivered', n, type: 'event.delivered' }),
    ),
    { at: opened.endedAt, kind: 'closed', n: 0, type: 'closed' },
  ];
}

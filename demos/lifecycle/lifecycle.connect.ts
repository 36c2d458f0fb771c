import type { ReadyState } from '#demos/capture/capture.ts';
import type { Unit } from '#demos/capture/dissection.ts';
import { CLAIMS, type Claim, type ClaimId } from '#demos/machines/ws-connection.claims.ts';
import type { Trail } from '#demos/parts/statechart-light.ts';
import type { Source } from '#demos/protocol/source.ts';
import type { ActId } from './lifecycle.acts.ts';
import { ACT_IDS } from './lifecycle.acts.ts';
import { momentLabel } from './lifecycle.labels.ts';
import type { Moment } from './lifecycle.story.ts';
import type { LifecycleTexts, QuietId, StatePath } from './lifecycle.texts.ts';

/** Who can know of a moment: script did it or was told, or nobody told script. */
export type Knower = 'script' | 'nobody';

export interface LedgerRow {
  readonly moment: number;
  /** Milliseconds from the constructor. */
  readonly ms: string;
  readonly knower: Knower;
  readonly label: string;
  /** `1 → 2`, where the moment changed it and no event said so. */
  readonly change: string;
  readonly direction: 'up' | 'down' | null;
  readonly frame: { readonly unit: Unit; readonly hex: readonly string[] } | null;
  /** The state it led to, where that is another one. */
  readonly state: string;
}

export interface Explanation {
  readonly title: string;
  readonly says: string;
  /** What script sees of it. */
  readonly sees: string;
  readonly source: Source;
  readonly hidden: boolean;
}

export interface Knows {
  readonly readyState: ReadyState;
  readonly name: string;
  readonly bufferedAmount: number;
  /** What script was told so far. */
  readonly events: readonly string[];
  /** The document went away: nobody is left to know. */
  readonly gone: boolean;
}

export interface LifecycleView {
  readonly moment: Moment;
  readonly label: string;
  readonly knows: Knows;
  readonly ledger: readonly LedgerRow[];
  readonly explanation: Explanation;
  readonly trail: Trail;
  readonly acts: readonly { readonly id: ActId; readonly possible: boolean }[];
}

/** The constants of the interface (WHATWG WebSockets #dom-websocket-readystate). */
export const READY_STATE_NAMES = ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'] as const;

const knowerOf = ({ what }: Moment): Knower => (what.lane === 'call' || what.lane === 'told' ? 'script' : 'nobody');

/** What an event tells, as script would print it. */
function heard({ what }: Moment): string[] {
  if (what.lane !== 'told') return [];
  const { told } = what;
  if (told.on === 'message') return [`message ${told.data ? JSON.stringify(told.data) : `${told.bytes} B`}`];
  if (told.on !== 'close') return [told.on];
  return [`close code ${told.code}, reason ${JSON.stringify(told.reason)}, wasClean ${told.wasClean}`];
}

function seesOf(claim: Claim, { ui }: LifecycleTexts): string {
  switch (claim.sees) {
    case 'event':
      return `${ui.seesEvent} ${claim.events.map((event) => `\`${event}\``).join(', ')}.`;
    case 'attribute':
      return ui.seesAttribute.replace('{attribute}', `\`${claim.attribute}\``);
    case 'exception':
      return ui.seesException.replace('{name}', `\`${claim.name}\``);
    case 'nothing':
      return ui.seesNothing;
  }
}

/** Of several transitions at once, the one most can be said of. */
const WEIGHT = { nothing: 0, attribute: 1, exception: 2, event: 3 } as const;
export const mainClaim = (claims: readonly ClaimId[]): ClaimId | null =>
  claims.reduce<ClaimId | null>(
    (best, each) => (best === null || WEIGHT[CLAIMS[each].sees] >= WEIGHT[CLAIMS[best].sees] ? each : best),
    null,
  );

function quietId({ what }: Moment): QuietId {
  switch (what.lane) {
    case 'call':
      if ('threw' in what.call && what.call.threw) return 'threw';
      if (what.call.do === 'close') return 'close-again';
      return what.call.do === 'construct' ? 'construct' : 'read';
    case 'told':
      return 'told';
    case 'tcp':
      return 'tcp';
    case 'wire':
      return what.passed.kind;
    case 'server':
      return 'asked';
    case 'clock':
      return 'clock';
  }
}

function explain(moment: Moment, texts: LifecycleTexts): Explanation {
  const id = moment.what.lane === 'call' && moment.what.call.do === 'construct' ? null : mainClaim(moment.claims);
  if (id === null) {
    const { title, says, source } = texts.quiet[quietId(moment)];
    const known = knowerOf(moment) === 'script';
    return { title, says, source, sees: known ? '' : texts.ui.seesNothing, hidden: !known };
  }
  const claim = CLAIMS[id];
  const { title, says } = texts.claims[id];
  const hidden = knowerOf(moment) === 'nobody' && (claim.sees === 'nothing' || moment.left);
  const sees = moment.left && claim.sees !== 'nothing' ? texts.ui.gone : seesOf(claim, texts);
  return { title, says, source: claim.source, sees, hidden };
}

/** What a state is, where the prose names one. */
export function explainState(path: StatePath, texts: LifecycleTexts): Explanation {
  const { says, source } = texts.states[path];
  return { title: path, says, source, sees: '', hidden: false };
}

function rowOf(moment: Moment, index: number, before: Moment | undefined, texts: LifecycleTexts): LedgerRow {
  const { what } = moment;
  const passed = what.lane === 'wire' ? what.passed : null;
  const untold =
    !moment.left && what.lane !== 'told' && before !== undefined && before.readyState !== moment.readyState;
  return {
    moment: index,
    ms: moment.at.toFixed(1),
    knower: knowerOf(moment),
    label: momentLabel(moment, texts),
    change: untold ? `readyState ${before.readyState} → ${moment.readyState}, ${texts.ui.noEvent}` : '',
    direction: passed ? (passed.direction === 'client-to-server' ? 'up' : 'down') : null,
    frame: passed?.frame ?? null,
    state: moment.state === before?.state ? '' : moment.state,
  };
}

/** What to show at one moment. Pure: the story, where the reader stands, the words → props. */
export function connectLifecycle(moments: readonly Moment[], index: number, texts: LifecycleTexts): LifecycleView {
  const moment = moments[index] ?? moments[0];
  if (!moment) throw new RangeError('A life has at least one moment');
  const past = moments.slice(0, index + 1);
  return {
    moment,
    label: momentLabel(moment, texts),
    knows: {
      readyState: moment.readyState,
      name: READY_STATE_NAMES[moment.readyState],
      bufferedAmount: moment.bufferedAmount,
      events: past.flatMap(heard),
      gone: moment.left,
    },
    ledger: moments.map((each, i) => rowOf(each, i, moments[i - 1], texts)),
    explanation: explain(moment, texts),
    trail: past.map(({ state, by }) => ({ state, by })),
    acts: ACT_IDS.map((id) => ({ id, possible: moment.acts.includes(id) })),
  };
}

import type { ServerAct } from '#demos/capture/capture.ts';
import type { ClaimId } from '#demos/machines/ws-connection.claims.ts';
import type { CommonWords } from '#demos/parts/figure-words.ts';
import type { Source } from '#demos/protocol/source.ts';
import type { ActId } from './lifecycle.acts.ts';

export interface SaidText {
  readonly title: string;
  /** May hold `code` in backticks. */
  readonly says: string;
}

/** What passed and moved nothing. */
const QUIET_IDS = [
  'construct',
  'read',
  'close-again',
  'threw',
  'told',
  'tcp',
  'request',
  'response',
  'frame',
  'fin',
  'rst',
  'asked',
  'clock',
] as const;
export type QuietId = (typeof QUIET_IDS)[number];

/** The states that script cannot tell apart, or can, by their paths. */
export const STATE_PATHS = [
  'connecting',
  'connecting.resolving',
  'connecting.tcpHandshake',
  'connecting.tlsHandshake',
  'connecting.upgradeSent',
  'open',
  'open.path',
  'open.path.alive',
  'open.path.halfOpen',
  'open.outgoing',
  'open.outgoing.drained',
  'open.outgoing.buffered',
  'closing',
  'closing.closeSent',
  'closing.closeReceived',
  'closing.awaitingTcpClose',
  'closing.failing',
  'closed',
  'closed.clean',
  'closed.abnormal',
  'closed.failed',
] as const;
export type StatePath = (typeof STATE_PATHS)[number];
export const isStatePath = (path: string): path is StatePath => STATE_PATHS.some((each) => each === path);

/** The words of the figure in one locale. Facts stay with the machine and its claims: these name and explain. */
export interface LifecycleTexts {
  readonly ui: Readonly<Record<UiKey, string>> & CommonWords;
  /** What the chart prints on its lines: by event, or by state and event. */
  readonly edges: Readonly<Record<string, string>>;
  readonly claims: Readonly<Record<ClaimId, SaidText>>;
  readonly states: Readonly<Record<StatePath, { readonly says: string; readonly source: Source }>>;
  readonly acts: Readonly<Record<ActId, { readonly label: string; readonly hint: string }>>;
  readonly serverActs: Readonly<Record<ServerAct['do'], string>>;
  readonly quiet: Readonly<Record<QuietId, SaidText & { readonly source: Source }>>;
  /** By rule id, for what was refused. */
  readonly problems: Readonly<Record<string, { readonly title: string; readonly advice: string }>>;
}

export const UI_KEYS = [
  'title',
  'caption',
  'chart',
  'moments',
  'script',
  'server',
  'laneScript',
  'laneState',
  'laneBuffered',
  'laneHidden',
  'laneWire',
  'shutter',
  'openShutter',
  'closeShutter',
  'shutterHint',
  'scrub',
  'momentOf',
  'scriptKnows',
  'eventsSoFar',
  'noneYet',
  'gone',
  'ledger',
  'ledgerScript',
  'ledgerTruth',
  'covered',
  'seesEvent',
  'seesAttribute',
  'seesException',
  'seesNothing',
  'scriptSees',
  'frame',
  'looks',
  'leaves',
  'tcpOpen',
  'waited',
  'acts',
  'noEvent',
  'forked',
  'backToNow',
  'pastHint',
  'notNow',
  'greyed',
  'source',
  'time',
] as const;
export type UiKey = (typeof UI_KEYS)[number];

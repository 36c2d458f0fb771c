import type { CaptureSource } from '#demos/capture/capture.ts';
import { fill } from '#demos/parts/fill.ts';
import { browserName } from '#demos/parts/provenance.ts';
import type { Source } from '#demos/protocol/source.ts';
import type { Agreement, HeadLines, Story, Told, Topic, Verdict } from './negotiation.story.ts';
import type { NegotiationTexts, PartId } from './negotiation.texts.ts';

export interface LineView {
  readonly name: string;
  /** `null`: no such line was sent. */
  readonly value: string | null;
  readonly topic: Topic | null;
}

export interface HeadView {
  readonly start: string;
  readonly lines: readonly LineView[];
  readonly others: string;
  /** It has passed by this step. */
  readonly seen: boolean;
}

export interface VerdictRow {
  readonly who: string;
  /** `null`: it says nothing yet. */
  readonly accepts: boolean | null;
  readonly says: string;
  readonly because: { readonly found: string; readonly expected: string; readonly source: Source } | null;
}

/** One row for both directions, or one for each of them. */
export interface AgreedRow {
  readonly topic: Topic;
  readonly label: string;
  readonly up: string;
  /** Absent: `up` stands for both. */
  readonly down?: string;
}

export interface NegotiationView {
  readonly state: string;
  /** The machine's states so far: what the statechart lights. */
  readonly trail: readonly string[];
  readonly call: string;
  readonly offer: HeadView;
  readonly answer: HeadView;
  readonly verdicts: readonly VerdictRow[];
  /** What the browser did is not what the RFC says. */
  readonly differ: boolean;
  readonly agreed: readonly AgreedRow[];
  /** By this step script was told. */
  readonly over: boolean;
  readonly explanation: { readonly title: string; readonly says: string; readonly source: Source };
}

export interface Shown {
  readonly index: number;
  readonly selected: PartId | null;
  readonly source: CaptureSource;
  readonly madeWith: Readonly<Record<string, string>>;
}

const FIELDS = { protocol: 'Sec-WebSocket-Protocol', extension: 'Sec-WebSocket-Extensions' } as const;
const TOPICS = ['protocol', 'extension'] as const;

/** What the figure shows of a negotiation at one of its steps. Throws a RangeError where there is no such step. Pure. */
export function connectNegotiation(story: Story, shown: Shown, texts: NegotiationTexts): NegotiationView {
  const { index, selected } = shown;
  const moment = story.moments[index];
  if (!moment) throw new RangeError(`moment ${index} of ${story.moments.length}`);
  const past = story.moments.slice(0, index + 1);
  const { ui, parts, states } = texts;
  const state = states[moment.state];
  if (!state) throw new TypeError(`no words for the state ${moment.state}`);
  const verdicts = verdictRows(story, shown, texts);
  const [rfc, browser] = verdicts.map(({ accepts }) => accepts);
  return {
    state: moment.state,
    trail: past.map((each) => each.state),
    call: callOf(story.protocols),
    offer: headView(story.request, true, ui),
    answer: headView(story.response, index > 0, ui),
    verdicts,
    differ: rfc !== null && browser !== null && rfc !== browser,
    agreed: story.agreement ? [...agreedRows(story.agreement, ui), ...echoRows(story.echoes, ui)] : [],
    over: isOver(moment.state),
    explanation: selected ? parts[selected] : state,
  };
}

const isOver = (state: string): boolean => state !== 'offering' && state !== 'answered';

const callOf = (protocols: readonly string[]): string => {
  const names = protocols.map((name) => JSON.stringify(name)).join(', ');
  return `new WebSocket(url${protocols.length > 0 ? `, [${names}]` : ''})`;
};

/** The page's own id is no part of what is negotiated; its length says nothing either. */
const withoutFiller = (start: string): string => start.replace(/x{8,}/g, '…');

function headView(head: HeadLines | null, seen: boolean, ui: NegotiationTexts['ui']): HeadView {
  if (!head) return { start: ui.notYet, lines: [], others: '', seen: false };
  const lines = TOPICS.flatMap((topic): readonly LineView[] => {
    const sent = head.lines.filter((line) => line.topic === topic);
    return sent.length > 0 ? sent : [{ name: FIELDS[topic], value: null, topic }];
  });
  const raw = head.lines.filter(({ topic }) => topic === null);
  return {
    start: withoutFiller(head.start),
    lines: raw.length > 0 ? raw : lines,
    others: fill(ui.others, { count: head.others }),
    seen,
  };
}

function verdictRows(
  { verdicts, told }: Story,
  { source, madeWith }: Shown,
  { ui }: NegotiationTexts,
): readonly VerdictRow[] {
  const judged = (verdict: Verdict | undefined, who: string, adds: string): VerdictRow => ({
    who,
    accepts: verdict ? verdict.breach === null : null,
    says: verdict ? (verdict.breach ? fill(adds ? ui.refusesSaying : ui.refuses, { message: adds }) : ui.accepts) : '',
    because: verdict?.breach ?? null,
  });
  const by = (policy: Verdict['policy']) => verdicts.find((verdict) => verdict.policy === policy);
  const ws = by('ws');
  const browser = browserName(madeWith);
  const name = [browser, browser && madeWith[browser]?.split('.')[0]].filter(Boolean).join(' ');
  return [
    judged(by('rfc'), ui.rfc, ''),
    {
      who: source === 'model' ? ui.modelBrowser : name || ui.browser,
      accepts: told.kind === 'nothing' ? null : told.kind === 'opened',
      says: toldSays(told, ui),
      because: null,
    },
    judged(ws, ui.wsClient, ws?.says ?? ''),
  ];
}

function toldSays(told: Told, ui: NegotiationTexts['ui']): string {
  switch (told.kind) {
    case 'nothing':
      return ui.untold;
    case 'threw':
      return fill(ui.threw, { name: told.name, message: told.message });
    case 'opened':
      return fill(ui.opened, {
        protocol: JSON.stringify(told.protocol),
        extensions: JSON.stringify(told.extensions),
      });
    case 'failed':
      return fill(ui.failed, { code: told.code });
  }
}

/** What the agreement comes to on the wire: the same message, twice. */
const echoRows = (echoes: readonly string[], ui: NegotiationTexts['ui']): readonly AgreedRow[] =>
  [ui.firstEcho, ui.secondEcho].flatMap((label, i) => {
    const hex = echoes[i];
    if (hex === undefined) return [];
    return [{ topic: 'extension', label, up: `← ${fill(ui.bytes, { bytes: (hex.length + 1) / 3 })}: \`${hex}\`` }];
  });

const KIB = 1024;

function agreedRows({ protocol, deflate, memory }: Agreement, ui: NegotiationTexts['ui']): readonly AgreedRow[] {
  const size = (bytes: number): string => (bytes < KIB ? fill(ui.bytes, { bytes }) : `${bytes / KIB} KiB`);
  const first: AgreedRow = {
    topic: 'protocol',
    label: ui.subprotocol,
    up: protocol === '' ? ui.noProtocol : protocol,
  };
  if (!deflate || !memory) return [first, { topic: 'extension', label: ui.compression, up: ui.noDeflate }];
  const takeover = (none: boolean): string => (none ? ui.takeoverReset : ui.takeoverKept);
  const window = (bits: number): string => fill(ui.windowBits, { bits, size: size(1 << bits) });
  const compressor = (bytes: number): string => fill(ui.compressor, { size: size(bytes) });
  const decompressor = (bytes: number): string => fill(ui.decompressor, { size: size(bytes) });
  const { client, server } = memory;
  const rows = [
    [ui.takeover, takeover(deflate.clientNoContextTakeover), takeover(deflate.serverNoContextTakeover)],
    [ui.window, window(deflate.clientMaxWindowBits), window(deflate.serverMaxWindowBits)],
    [ui.clientHolds, compressor(client.deflate), decompressor(client.inflate)],
    [ui.serverHolds, decompressor(server.inflate), compressor(server.deflate)],
  ] as const;
  return [first, ...rows.map(([label, up, down]) => ({ topic: 'extension', label, up, down }) as const)];
}

import type { Capture, CaptureSource } from '#demos/capture/capture.ts';
import type { Unit } from '#demos/capture/dissection.ts';
import { fill } from '#demos/parts/fill.ts';
import { browserName, provenance } from '#demos/parts/provenance.ts';
import { toHex } from '#demos/protocol/bytes.ts';
import type { Exchange, FramePart, HeadLine } from './handshake.exchange.ts';
import { type PrintedLine, printLine } from './handshake.lines.ts';
import type { HeaderText } from './handshake.texts.ts';

/** The words of the score: the handshake of a page at one glance. */
export interface ScoreTexts {
  readonly headers: Readonly<Record<string, HeaderText & { readonly meaning: string; readonly inResponse?: string }>>;
  /** What the two start lines mean. */
  readonly start: { readonly request: string; readonly response: string };
  /** Fields no handshake needs: shown, not explained. */
  readonly ui: Readonly<Record<ScoreKey, string>>;
}
const SCORE_KEYS = [
  'no',
  'title',
  'live',
  'recorded',
  'model',
  'client',
  'lost',
  'request',
  'response',
  'frame',
  'httpEnds',
  'again',
  'copyHex',
  'hexCopied',
  'copyLink',
  'linkCopied',
  'stepThrough',
  'breakIt',
  'noCompanion',
  'found',
  'expectedWord',
  'headlineLive',
  'headlineRecorded',
  'captionLiveLead',
  'captionLive',
  'captionRecordedLead',
  'captionRecorded',
  'masked',
  'unmasked',
  'closeFrame',
  'bytes',
  'back',
] as const;
export type ScoreKey = (typeof SCORE_KEYS)[number];

export interface ScoreLine extends PrintedLine {
  readonly ref: string;
  readonly note: string;
}

export interface ScoreFrame {
  readonly key: number;
  readonly up: boolean;
  readonly ms: string;
  readonly label: string;
  readonly hex: readonly string[];
  readonly unit: Unit;
  readonly words: readonly { readonly tone: string; readonly text: string }[];
}

export type Wording = 'live' | 'recorded';

/** Cut at its two numbers, which stand in the colours of their directions. */
export interface Headline {
  readonly before: string;
  readonly up: string;
  readonly between: string;
  readonly down: string;
  readonly after: string;
}

export interface ScoreView {
  readonly source: CaptureSource;
  readonly provenance: string;
  readonly server: string;
  /** Which of the two wordings holds: a model is worded as a recording, for it is not the reader's either. */
  readonly wording: Wording;
  /** Both wordings, the one that holds first. */
  readonly headlines: readonly (Headline & { readonly source: Wording })[];
  readonly request: { readonly ms: string; readonly label: string; readonly lines: readonly ScoreLine[] };
  readonly response: { readonly ms: string; readonly label: string; readonly lines: readonly ScoreLine[] };
  readonly switched: boolean;
  readonly frames: readonly ScoreFrame[];
  readonly captions: readonly { readonly source: Wording; readonly lead: string; readonly text: string }[];
}

const EXPLAINED = /^(upgrade|connection|origin|sec-websocket-)/;

function scoreLine(side: 'request' | 'response', line: HeadLine, texts: ScoreTexts): ScoreLine {
  const header = texts.headers[line.id];
  const meaning = (side === 'response' ? header?.inResponse : undefined) ?? header?.meaning ?? '';
  const note = line.id === 'start' ? texts.start[side] : EXPLAINED.test(line.id) ? meaning : '';
  return {
    ref: `${side}/${line.id}`,
    ...printLine(line),
    note,
  };
}

/** The headline's two numbers stand in the colour of their direction: `{up}` and `{down}` cut it in three. */
function cut(text: string, up: string, down: string): Headline {
  const [before = '', rest = ''] = text.split('{up}');
  const [between = '', after = ''] = rest.split('{down}');
  return { before, up, between, down, after };
}

const leaf = (unit: Unit, field: string) => unit.children.find((child) => child.field === field);

function frameWords(frame: FramePart, { ui }: ScoreTexts): ScoreFrame['words'] {
  if (Number(leaf(frame.unit, 'ws.opcode')?.value) === 8) return [{ tone: '', text: ui.closeFrame }];
  const masked = leaf(frame.unit, 'ws.mask')?.value === true;
  const text = masked ? ui.masked : ui.unmasked;
  // `fin{last} op{text} …`: each run wears the colour of the field it names.
  return text.split(/(\w+\{[^}]*\})/).flatMap((run) => {
    const named = /^(\w+)\{([^}]*)\}$/.exec(run);
    const length = String(leaf(frame.unit, 'ws.length-7')?.value ?? '');
    if (named) return [{ tone: `t-${named[1]}`, text: (named[2] ?? '').replace('#', length) }];
    return run ? [{ tone: '', text: run }] : [];
  });
}

/** The handshake on the score, and where it came from. */
export interface ScoreRecorded {
  readonly exchange: Exchange;
  readonly source: CaptureSource;
  readonly madeWith: Capture['madeWith'];
}

export function scoreView({ exchange, source, madeWith }: ScoreRecorded, texts: ScoreTexts): ScoreView {
  const { ui } = texts;
  const zero = exchange.opened?.at ?? 0;
  const ms = (at: number): string => `${(at - zero).toFixed(2)} ms`;
  const size = (bytes?: Uint8Array): number => bytes?.length ?? 0;
  const browser = browserName(madeWith) ?? '';
  const up = `${size(exchange.request?.bytes)} ${ui.bytes}`;
  const down = `${size(exchange.response?.bytes)} ${ui.back}`;
  const wording = source === 'live' ? 'live' : 'recorded';
  const holdingFirst = <T extends { readonly source: Wording }>(wordings: readonly T[]): T[] =>
    wordings.toSorted((a, b) => Number(b.source === wording) - Number(a.source === wording));
  const head = (side: 'request' | 'response') => ({
    ms: exchange[side] ? ms(exchange[side].at) : '',
    label: fill(ui[side], { bytes: size(exchange[side]?.bytes) }),
    lines: (exchange[side]?.lines ?? []).map((line) => scoreLine(side, line, texts)),
  });
  return {
    source,
    provenance: provenance(madeWith),
    server: exchange.opened?.local ?? '',
    wording,
    headlines: holdingFirst([
      { source: 'live', ...cut(ui.headlineLive, up, down) },
      { source: 'recorded', ...cut(fill(ui.headlineRecorded, { browser }), up, down) },
    ]),
    request: head('request'),
    response: head('response'),
    switched: exchange.response?.head?.status === 101,
    frames: exchange.frames.slice(0, 2).map((frame, key) => ({
      key,
      up: frame.unit.direction === 'client-to-server',
      ms: ms(frame.at),
      label: fill(ui.frame, { bytes: frame.bytes.length }),
      hex: toHex(frame.bytes).split(' '),
      unit: frame.unit,
      words: frameWords(frame, texts),
    })),
    captions: holdingFirst([
      { source: 'live', lead: ui.captionLiveLead, text: ui.captionLive },
      { source: 'recorded', lead: ui.captionRecordedLead, text: ui.captionRecorded },
    ]),
  };
}

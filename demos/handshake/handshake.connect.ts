import type { Direction } from '#demos/capture/capture.ts';
import { fill } from '#demos/parts/fill.ts';
import { toHex } from '#demos/protocol/bytes.ts';
import type { HandshakeCheck } from '#demos/protocol/handshake-check.ts';
import type { Source } from '#demos/protocol/source.ts';
import type { Violation } from '#demos/protocol/violation.ts';
import type { Analysis } from './handshake.analysis.ts';
import type { HeadLine } from './handshake.exchange.ts';
import { hexOffset, type PrintedLine, printLine } from './handshake.lines.ts';
import { checkName, type Moment, type PartRef, PHASES, type Phase } from './handshake.moments.ts';
import type { HandshakeTexts, HeaderText } from './handshake.texts.ts';

export interface LineView extends PrintedLine {
  readonly ref: PartRef;
  readonly lit: boolean;
  readonly selected: boolean;
  /** One of the lines the opening handshake is made of, as against those any request carries. */
  readonly asks: boolean;
}

export interface CheckView {
  readonly name: string;
  readonly title: string;
  readonly outcome: 'passed' | 'failed' | 'todo';
  readonly now: boolean;
  readonly found: string;
  readonly expected: string;
  readonly source: Source;
}

export interface PhaseView {
  readonly id: Phase;
  readonly label: string;
  readonly number: number;
  /** The first moment of the phase; `null` when the handshake never came to it. */
  readonly to: number | null;
  readonly current: boolean;
  readonly past: boolean;
}

export interface Explanation {
  readonly title: string;
  readonly direction: Direction | null;
  readonly says: string;
  readonly more: string;
  readonly range: string;
  readonly hex: readonly string[];
  readonly frame: number | null;
  readonly source: Source;
  readonly guilty: HandshakeCheck | Violation | null;
}

export interface HandshakeView {
  readonly moment: Moment;
  readonly phases: readonly PhaseView[];
  readonly request: readonly LineView[];
  readonly response: readonly LineView[];
  readonly seen: {
    readonly request: boolean;
    readonly response: boolean;
    readonly hash: boolean;
    readonly verdict: boolean;
  };
  readonly serverChecks: readonly CheckView[];
  readonly clientChecks: readonly CheckView[];
  readonly shows: 'server' | 'client';
  readonly explanation: Explanation;
  readonly visited: readonly string[];
}

const ASKING = /^(start|host|upgrade|connection|origin|sec-websocket-)/;

function lineViews(
  side: 'request' | 'response',
  lines: readonly HeadLine[],
  lit: readonly PartRef[],
  selected: PartRef | null,
): LineView[] {
  return lines.map((line) => {
    const ref: PartRef = `${side}/${line.id}`;
    return {
      ref,
      ...printLine(line),
      lit: selected ? selected === ref : lit.includes(ref),
      selected: selected === ref,
      asks: ASKING.test(line.id) || side === 'response',
    };
  });
}

function checkViews(
  checks: readonly HandshakeCheck[],
  texts: HandshakeTexts,
  reached: (check: HandshakeCheck) => boolean,
  now: HandshakeCheck | undefined,
): CheckView[] {
  const firstFailure = checks.findIndex(({ outcome }) => outcome === 'failed');
  return checks
    .filter((check) => check.number > 0 || check.outcome === 'failed')
    .map((check) => {
      const unreached = firstFailure >= 0 && checks.indexOf(check) > firstFailure;
      return {
        name: checkName(check),
        title: texts.checks[checkName(check)] ?? check.rule,
        outcome: reached(check) && !unreached ? check.outcome : 'todo',
        now: check.rule === now?.rule,
        found: check.found,
        expected: check.expected,
        source: check.source,
      };
    });
}

function phaseViews(moments: readonly Moment[], index: number, texts: HandshakeTexts): PhaseView[] {
  const current = moments[index]?.phase;
  return PHASES.map((id, i) => {
    const to = moments.findIndex(({ phase }) => phase === id);
    const failed = id === 'open' && moments[to]?.id === 'failed';
    return {
      id,
      label: texts.phases[failed ? 'failed' : id] ?? id,
      number: i + 1,
      to: to < 0 ? null : to,
      current: id === current,
      past: to >= 0 && to < index && id !== current,
    };
  });
}

const momentText = (id: string, texts: HandshakeTexts) => texts.moments[id] ?? texts.moments[id.split(':')[0] ?? ''];

function notesOn(
  line: HeadLine,
  side: 'request' | 'response',
  header: HeaderText | undefined,
  { ui }: HandshakeTexts,
): string {
  const required = line.id === 'start' || header?.requiredIn?.includes(side);
  const need = required ? ui.requiredLine : ui.optionalLine;
  return line.redacted ? `${need} ${ui.redactedNote}` : need;
}

function explainLine(analysis: Analysis, ref: PartRef, texts: HandshakeTexts): Explanation | null {
  const [side, id = ''] = ref.split('/') as ['request' | 'response', string];
  const line = analysis.exchange[side]?.lines.find((candidate) => candidate.id === id);
  if (!line) return null;
  const name = id.split('#')[0] ?? id;
  const start = momentText(side, texts);
  const named = id === 'start' ? `${side}-line` : name;
  // The reader may name a header like what every object has: `constructor`.
  const header = Object.hasOwn(texts.headers, named) ? texts.headers[named] : undefined;
  return {
    title: header?.name ?? (/^[^:]+(?=:)/.exec(line.text)?.[0] || line.text),
    direction: side === 'request' ? 'client-to-server' : 'server-to-client',
    says: header?.why ?? texts.ui.nothingYet,
    more: notesOn(line, side, header, texts),
    range: `${hexOffset(line.offset)}–${hexOffset(line.offset + line.bytes.length - 1)}`,
    hex: toHex(line.bytes).split(' '),
    frame: null,
    source: header?.source ?? start?.source ?? { document: 'RFC 6455', section: '4.1' },
    guilty: null,
  };
}

/** A check that fails is explained as such, the server's apart from the client's. */
const failedId = ({ phase }: Moment): string => (phase === 'hash' ? 'hash:failed' : 'check:failed');

function explainMoment(analysis: Analysis, moment: Moment, texts: HandshakeTexts): Explanation {
  const { exchange, rfc, accept } = analysis;
  const unreadable = moment.phase === 'hash' && !exchange.request?.head;
  const checkFailed = moment.check?.outcome === 'failed' || unreadable;
  const failed = checkFailed || moment.id === 'failed';
  const text = momentText(checkFailed ? failedId(moment) : moment.id, texts) ?? momentText('tcp', texts);
  const frame = moment.frame === undefined ? undefined : exchange.frames[moment.frame];
  const part = moment.id === 'request' ? exchange.request : moment.id === 'response' ? exchange.response : undefined;
  const bytes = frame?.bytes ?? part?.bytes;
  const values = {
    request: exchange.request?.bytes.length ?? 0,
    response: exchange.response?.bytes.length ?? 0,
    keyLength: accept?.key.length ?? 0,
    expected: accept?.expected ?? '',
    received: accept?.received ?? texts.ui.missing,
    found: moment.check?.found ?? '',
    wanted: moment.check?.expected ?? '',
    bytes: bytes?.length ?? 0,
  };
  return {
    title: fill(text?.title ?? moment.id, values),
    direction:
      frame?.unit.direction ??
      (part === exchange.request && part ? 'client-to-server' : part ? 'server-to-client' : null),
    says: fill(text?.says ?? '', values),
    more: '',
    range: bytes ? `0000–${hexOffset(bytes.length - 1)}` : '',
    hex: frame ? toHex(frame.bytes).split(' ') : [],
    frame: moment.frame ?? null,
    source: moment.check?.source ?? text?.source ?? { document: 'RFC 6455', section: '4' },
    guilty: failed ? (moment.check ?? (rfc.outcome === 'refused' ? rfc.because : null)) : null,
  };
}

/** What to show at one moment. Pure: analysis, stops, where the reader stands and what is selected → props. */
export function connectHandshake(
  analysis: Analysis,
  moments: readonly Moment[],
  index: number,
  selected: PartRef | null,
  texts: HandshakeTexts,
): HandshakeView {
  const moment = moments[index] ?? moments[0];
  if (!moment) throw new RangeError('A handshake has at least one moment');
  const after = (id: string): boolean => {
    const at = moments.findIndex((candidate) => candidate.id === id);
    return at >= 0 && at <= index;
  };
  const checksFrom = moments.findIndex(({ phase }) => phase === 'checks');
  const checkedUpTo = (check: HandshakeCheck): boolean => {
    const at = moments.findIndex((candidate) => candidate.check?.rule === check.rule);
    return at >= 0 ? at <= index : checksFrom >= 0 && index > checksFrom;
  };
  const { request, response } = analysis.exchange;
  return {
    moment,
    phases: phaseViews(moments, index, texts),
    request: lineViews('request', request?.lines ?? [], moment.lit, selected),
    response: lineViews('response', response?.lines ?? [], moment.lit, selected),
    seen: {
      request: after('request'),
      response: after('response'),
      hash: after('hash'),
      verdict: after('check:accept') || after('open'),
    },
    serverChecks: checkViews(analysis.serverChecks, texts, () => after('hash'), undefined),
    clientChecks: checkViews(
      analysis.clientChecks,
      texts,
      checkedUpTo,
      moment.phase === 'checks' ? moment.check : undefined,
    ),
    shows: after('response') ? 'client' : 'server',
    explanation: (selected && explainLine(analysis, selected, texts)) ?? explainMoment(analysis, moment, texts),
    visited: moments.slice(0, index + 1).map(({ state }) => state),
  };
}

import { fill } from '#demos/parts/fill.ts';
import { type Source, source } from '#demos/protocol/source.ts';
import type { CloseCodesTexts } from './close-codes.texts.ts';
import type { Trial } from './close-codes.trial.ts';
import { RECEIVERS, type Receipt, type Receiver, type Verdict } from './close-codes.verdicts.ts';

export interface Line {
  readonly label: string;
  readonly says: string;
  /** `yes` and `no` have a mark of their own; a fact has none. */
  readonly mark: 'yes' | 'no' | '';
  readonly source: Source | null;
}

export interface Group {
  readonly title: string;
  readonly lines: readonly Line[];
}

const WIRE = { may: 'may', 'must not': 'mustNot', 'has no meaning': 'noMeaning' } as const;

const receipt = (name: Receiver, got: Receipt, code: number, { ui }: CloseCodesTexts): Line => ({
  label: `${name} ${RECEIVERS[name].version}`,
  says: fill(ui[got], { code }),
  mark: got === 'told' ? 'yes' : 'no',
  source: null,
});

/** What there is to know of a code, in four groups. */
export function describe(verdict: Verdict, texts: CloseCodesTexts): readonly Group[] {
  const { ui, registrars, meanings } = texts;
  const { code, range, registrar, bytes, onTheWire, wireSource } = verdict;
  const may = (allowed: boolean, otherwise: string) => ({
    says: allowed ? fill(ui.sends, { bytes }) : otherwise,
    mark: allowed ? ('yes' as const) : ('no' as const),
  });
  return [
    {
      title: `${code} · ${range.name ?? ui.unnamed}`,
      lines: [
        { label: ui.meaning, says: meanings[range.from] ?? '', mark: '', source: range.source },
        { label: ui.givenBy, says: registrars[registrar], mark: '', source: source('RFC 6455', '7.4.2') },
        { label: ui.wire, says: ui[WIRE[onTheWire]], mark: onTheWire === 'may' ? 'yes' : 'no', source: wireSource },
      ],
    },
    {
      title: ui.says,
      lines: [
        {
          label: fill(ui.scriptCall, { code }),
          ...may(verdict.scriptMaySend, ui.throwsScript),
          source: source('WHATWG WebSockets', 'dom-websocket-close'),
        },
        { label: fill(ui.wsCall, { code }), ...may(verdict.wsMaySend, ui.throwsWs), source: null },
      ],
    },
    {
      title: ui.hears,
      lines: (Object.keys(RECEIVERS) as Receiver[]).map((name) => receipt(name, verdict.receipt[name], code, texts)),
    },
  ];
}

const closeText = (close: Trial['down']): string =>
  close === null
    ? ''
    : close.code === null
      ? 'Close'
      : `Close ${close.code}${close.reason ? ` "${close.reason}"` : ''}`;

/** What came of a trial, line by line, in the order in which it came. */
export function describeTrial(
  { kind, code, threw, up, down, script, server, failed }: Trial,
  { ui }: CloseCodesTexts,
): readonly { readonly label: string; readonly says: string; readonly way: 'up' | 'down' | '' }[] {
  const told = (each: NonNullable<Trial['script']>): string =>
    `close ${each.code}${each.reason ? ` "${each.reason}"` : ''}, wasClean ${each.wasClean}`;
  const line = (label: string, says: string, way: 'up' | 'down' | '' = '') => (says ? [{ label, says, way }] : []);
  const ours = kind === 'say';
  return [
    ...line(ui.threw, threw ? `close(${code}): ${threw.name}` : ''),
    ...(ours ? line(ui.sentClose, closeText(up), 'up') : line(ui.cameClose, closeText(down), 'down')),
    ...(ours ? line(ui.answeredClose, closeText(down), 'down') : line(ui.answeredClose, closeText(up), 'up')),
    ...line(ui.serverTold, server ? told(server) : ''),
    ...line(ui.scriptTold, script ? `${failed ? `${ui.scriptError}, ` : ''}${told(script)}` : ''),
  ];
}

import { OPCODE } from '#demos/protocol/opcode.ts';
import type { FrameRow } from './frames.log.ts';
import type { Reading } from './frames.reading.ts';
import type { Trial } from './frames.trial.ts';

/** What really came of the frame, in the figure's words, and whether the RFC says so too. */
export interface Outcome {
  readonly says:
    | 'trialServerSaid'
    | 'trialServerAnswered'
    | 'trialServerCut'
    | 'trialServerSilent'
    | 'trialBrowserTold'
    | 'trialBrowserNothing';
  /** Of the Close frame that came; `null` where none did. */
  readonly code: number | null;
  /** The frames that answered it. */
  readonly answers: readonly FrameRow[];
  /** `null`: it cannot be told, as when a frame that asks for no answer got none. */
  readonly agrees: boolean | null;
}

export function outcomeOf(trial: Trial, rfc: Reading): Outcome {
  const answering = trial.by === 'server' ? 'server-to-client' : 'client-to-server';
  const answers = trial.rows.filter((row): row is FrameRow => row.kind === 'frame' && row.direction === answering);
  const close = answers.find(({ opcode }) => opcode === OPCODE.close);
  const code = close?.payload.kind === 'close' ? close.payload.code : null;
  // Who ends TCP first: we do, when nothing has come for a while.
  const isCut = trial.rows.find(({ kind }) => kind !== 'frame')?.direction === answering;
  const agrees = agreement(trial, rfc, { answers, close, code, isCut });
  return { says: saysOf(trial, answers, close !== undefined, isCut), code, answers, agrees };
}

interface Answer {
  readonly answers: readonly FrameRow[];
  readonly close: FrameRow | undefined;
  readonly code: number | null;
  readonly isCut: boolean;
}

function agreement(trial: Trial, rfc: Reading, { answers, close, code, isCut }: Answer): boolean | null {
  const quiet = answers.length === 0 && !isCut && trial.told.every((event) => event === 'open');
  const sent = trial.rows.find((row) => row.kind === 'frame' && !answers.includes(row));
  if (rfc.kind === 'refuses') {
    // RFC 6455 §8.1 does not say how early to notice: ws and WebKit wait for the whole message.
    if (quiet && rfc.violation.rule === 'message.utf8' && sent?.kind === 'frame' && !sent.fin) return null;
    return code === rfc.violation.closeCode && (close !== undefined || isCut);
  }
  if (quiet || rfc.kind !== 'accepts') return null;
  // A Close is answered with a Close (RFC 6455 §5.5.1); any other legal frame ends nothing.
  return sent?.kind === 'frame' && sent.opcode === OPCODE.close ? close !== undefined : close === undefined && !isCut;
}

function saysOf(trial: Trial, answers: readonly FrameRow[], closed: boolean, isCut: boolean): Outcome['says'] {
  if (trial.by === 'browser')
    return trial.told.some((event) => event !== 'open') ? 'trialBrowserTold' : 'trialBrowserNothing';
  if (closed) return 'trialServerSaid';
  if (answers.length > 0) return 'trialServerAnswered';
  return isCut ? 'trialServerCut' : 'trialServerSilent';
}

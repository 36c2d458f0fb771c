import type { CaptureSource } from '#demos/capture/capture.ts';
import { fill } from '#demos/parts/fill.ts';
import { browserName } from '#demos/parts/provenance.ts';
import type { HandshakeCheck } from '#demos/protocol/handshake-check.ts';
import type { Violation } from '#demos/protocol/violation.ts';
import type { Analysis } from './handshake.analysis.ts';
import type { RealVerdict } from './handshake.real.ts';
import type { HandshakeTexts } from './handshake.texts.ts';

export interface VerdictsView {
  readonly rfc: { readonly says: string; readonly because: HandshakeCheck | Violation | null };
  /** `adds` is what was measured elsewhere, or whether the two agree; empty where there is nothing to add. */
  readonly real: { readonly says: string; readonly adds: string };
  readonly differ: boolean;
}

/** Where a run came from, and whether a companion is there to really run it. */
export interface RunOrigin {
  readonly source: CaptureSource;
  readonly madeWith: Readonly<Record<string, string>>;
  readonly companion: boolean;
}

const NOBODY: RealVerdict = { by: 'nobody' };

function rfcSays({ rfc, exchange }: Analysis, { ui, rules }: HandshakeTexts): string {
  if (rfc.outcome === 'open') return ui.verdictOpen;
  if (rfc.outcome === 'pending') return exchange.end ? ui.verdictEnded : ui.verdictPending;
  const text = rfc.by === 'server' ? ui.verdictRefusedByServer : ui.verdictRefusedByClient;
  return fill(text, { rule: rules[rfc.because.rule]?.title ?? rfc.because.rule });
}

function realSays(real: RealVerdict, { madeWith, companion }: RunOrigin, { ui }: HandshakeTexts): string {
  if (real.by === 'nobody') return companion ? ui.realNobodyYet : ui.realNobody;
  if (real.by === 'browser') {
    const text = real.opened ? ui.realBrowserOpened : ui.realBrowserFailed;
    return fill(text, { browser: browserName(madeWith) ?? ui.client, told: real.told.join(', ') });
  }
  const server = `ws ${madeWith['ws'] ?? ''}`.trim();
  if (real.said === null) return fill(ui.realServerSilent, { server });
  return fill(real.accepted ? ui.realServerAccepted : ui.realServerRefused, { server, said: real.said });
}

function measuredSays({ measured }: Analysis, { ui }: HandshakeTexts): string {
  const programs = (['chromium', 'ws'] as const).flatMap((program) => {
    const did = measured?.[program];
    return did ? [fill(did === 'accepts' ? ui.measuredAccepts : ui.measuredRefuses, { program: ui[program] })] : [];
  });
  return programs.length > 0 ? `${ui.measuredLead} ${programs.join(' ')}` : '';
}

/** Two verdicts on the same bytes: what the RFC says, and what really happened. Pure. */
export function verdictsOf(analysis: Analysis, origin: RunOrigin, texts: HandshakeTexts): VerdictsView {
  const { rfc } = analysis;
  // What a model's script was told is computed: nobody really did anything.
  const model = origin.source === 'model';
  const real = model ? NOBODY : analysis.real;
  const differ = !model && analysis.differ;
  const { ui } = texts;
  const took = real.by === 'server' ? real.accepted : real.by === 'browser' && real.opened;
  const compared = differ ? `${ui.theyDiffer} ${took ? ui.laxer : ui.stricter}` : ui.theyAgree;
  return {
    rfc: { says: rfcSays(analysis, texts), because: rfc.outcome === 'refused' ? rfc.because : null },
    real: {
      says: realSays(real, origin, texts),
      adds: real.by === 'nobody' ? measuredSays(analysis, texts) : rfc.outcome === 'pending' ? '' : compared,
    },
    differ,
  };
}

import type { Analysis } from './handshake.analysis.ts';
import type { Moment } from './handshake.moments.ts';

/** One arrow between the lifelines, in SVG units; `y` is to scale, `labelY` is nudged where labels would meet. */
export interface Shot {
  readonly direction: 'client-to-server' | 'server-to-client';
  readonly at: number;
  readonly y: number;
  readonly labelY: number;
  readonly bytes: number;
  readonly kind: 'request' | 'response' | 'frame';
  /** The index of the moment that shows it. */
  readonly moment: number;
}

export interface Timeline {
  readonly height: number;
  readonly tcpY: number;
  readonly shots: readonly Shot[];
  readonly ticks: readonly { readonly y: number; readonly ms: string }[];
  /** The server's time between request and response. */
  readonly work: { readonly from: number; readonly to: number; readonly ms: number } | null;
  /** Where the client looks at the response: inferred, since no wire event marks its end. */
  readonly checks: { readonly from: number; readonly to: number } | null;
  readonly cursorOf: (moment: Moment) => number;
}

const TOP = 40;
const SCALE = 290;
const LABEL = 17;
const CHECKS = 26;

/** A step of 1, 2 or 5 times a power of ten that gives at most eight ticks. */
function tickStep(span: number): number {
  const rough = span / 8;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
}

/** Later labels move down until they clear the one above; the arrows stay where the time is. */
function nudged(ys: readonly number[]): number[] {
  let last = Number.NEGATIVE_INFINITY;
  return ys.map((y) => {
    last = Math.max(y, last + LABEL);
    return last;
  });
}

/** The figure's time axis: milliseconds from the opening of TCP, to scale. */
export function timelineOf({ exchange }: Analysis, moments: readonly Moment[]): Timeline {
  const zero = exchange.opened?.at ?? moments[0]?.at ?? 0;
  const end = Math.max(...moments.map(({ at }) => at - zero), 0.001);
  const toY = (at: number): number => TOP + ((at - zero) / end) * SCALE;

  const raw = moments.flatMap((moment, index): Omit<Shot, 'y' | 'labelY'>[] => {
    const { at, id } = moment;
    if (id === 'request' && exchange.request)
      return [
        { kind: 'request', direction: 'client-to-server', at, bytes: exchange.request.bytes.length, moment: index },
      ];
    if (id === 'response' && exchange.response)
      return [
        { kind: 'response', direction: 'server-to-client', at, bytes: exchange.response.bytes.length, moment: index },
      ];
    const frame = moment.frame === undefined ? undefined : exchange.frames[moment.frame];
    return frame
      ? [{ kind: 'frame', direction: frame.unit.direction, at, bytes: frame.bytes.length, moment: index }]
      : [];
  });
  const labels = nudged(raw.map(({ at }) => toY(at)));
  const shots = raw.map((shot, i) => ({ ...shot, y: toY(shot.at), labelY: labels[i] ?? toY(shot.at) }));

  const { request, response } = exchange;
  const step = tickStep(end);
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const responseY = response ? toY(response.at) : 0;
  const bottom = Math.max(TOP + SCALE, ...shots.map(({ labelY }) => labelY), response ? responseY + CHECKS : 0);
  return {
    height: Math.ceil(bottom + 22),
    tcpY: TOP,
    shots,
    ticks: Array.from({ length: Math.floor(end / step) + 1 }, (_, i) => ({
      y: TOP + ((i * step) / end) * SCALE,
      ms: (i * step).toFixed(digits),
    })),
    work: request && response ? { from: toY(request.at), to: responseY, ms: response.at - request.at } : null,
    checks: response ? { from: responseY + 3, to: responseY + CHECKS } : null,
    cursorOf: ({ at, phase }) => toY(at) + (phase === 'checks' ? 14 : phase === 'open' ? CHECKS : 0),
  };
}

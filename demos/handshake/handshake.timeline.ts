import type { Direction } from '#demos/capture/capture.ts';
import { tickLabel, tickStep } from '#demos/parts/tick-step.ts';
import type { Analysis } from './handshake.analysis.ts';
import type { Moment } from './handshake.moments.ts';

/** One arrow between the lifelines, in SVG units; `y` is to scale, `labelY` is nudged where labels would meet. */
export interface Shot {
  readonly direction: Direction;
  readonly y: number;
  readonly labelY: number;
  /** `GET`, `101`, or empty for a frame. */
  readonly name: string;
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
  /** Time left out, drawn as a break in both lifelines. */
  readonly pause: { readonly from: number; readonly to: number; readonly ms: number } | null;
  cursorOf(moment: Moment): number;
}

const TOP = 44;
const SCALE = 300;
const LABEL = 17;
const CHECKS = 26;
const PAUSE = 48;
/** A silence this many times as long as the handshake is left out of the scale, and said. */
const LONG = 1.5;

/** Later labels move down until they clear the one above; the arrows stay where the time is. */
function nudged(ys: readonly number[]): number[] {
  let last = Number.NEGATIVE_INFINITY;
  return ys.map((y) => {
    last = Math.max(y, last + LABEL);
    return last;
  });
}

/** Milliseconds → SVG units, one scale before and after a pause. */
interface Axis {
  toY(ms: number): number;
  readonly pause: Timeline['pause'];
  readonly ticks: Timeline['ticks'];
}

function axisOf(handshakeMs: number, framesFrom: number | null, lastMs: number): Axis {
  const cut = framesFrom !== null && framesFrom - handshakeMs > LONG * handshakeMs;
  const shown = Math.max(cut ? handshakeMs + (lastMs - framesFrom) : lastMs, 0.001);
  const perMs = SCALE / shown;
  const breakY = TOP + handshakeMs * perMs + CHECKS + 4;
  const toY = (ms: number): number =>
    cut && ms >= framesFrom ? breakY + PAUSE + (ms - framesFrom) * perMs : TOP + ms * perMs;
  const step = tickStep(shown, 8);
  const upTo = cut ? handshakeMs : lastMs;
  return {
    toY,
    pause: cut ? { from: breakY, to: breakY + PAUSE - 26, ms: framesFrom - handshakeMs } : null,
    ticks: Array.from({ length: Math.floor(upTo / step) + 1 }, (_, i) => ({
      y: toY(i * step),
      ms: tickLabel(i, step),
    })),
  };
}

type Sized = Omit<Shot, 'y' | 'labelY'> & { readonly at: number };

function sizedShots({ exchange }: Analysis, moments: readonly Moment[]): Sized[] {
  return moments.flatMap((each, moment): Sized[] => {
    const { at, id } = each;
    const { request, response } = exchange;
    if (id === 'request' && request) {
      const name = request.head?.method ?? '?';
      return [{ kind: 'request', direction: 'client-to-server', at, name, bytes: request.bytes.length, moment }];
    }
    if (id === 'response' && response) {
      const name = String(response.head?.status ?? '?');
      return [{ kind: 'response', direction: 'server-to-client', at, name, bytes: response.bytes.length, moment }];
    }
    const frame = each.frame === undefined ? undefined : exchange.frames[each.frame];
    return frame
      ? [{ kind: 'frame', direction: frame.unit.direction, at, name: '', bytes: frame.bytes.length, moment }]
      : [];
  });
}

/** The figure's time axis: milliseconds from the opening of TCP, to scale; one long silence may be cut out of it. */
export function timelineOf(analysis: Analysis, moments: readonly Moment[]): Timeline {
  const { request, response, opened } = analysis.exchange;
  const zero = opened?.at ?? moments[0]?.at ?? 0;
  const since = (at: number): number => at - zero;
  const last = Math.max(...moments.map(({ at }) => since(at)), 0);
  const firstFrame = moments.find(({ phase }) => phase === 'frames');
  const answered = since(response?.at ?? request?.at ?? zero);
  const axis = axisOf(answered, firstFrame ? since(firstFrame.at) : null, last);
  const toY = (at: number): number => axis.toY(since(at));

  const sized = sizedShots(analysis, moments);
  const labels = nudged(sized.map(({ at }) => toY(at)));
  const shots = sized.map(({ at, ...shot }, i) => ({ ...shot, y: toY(at), labelY: labels[i] ?? toY(at) }));
  const responseY = response ? toY(response.at) : 0;
  const bottom = Math.max(TOP + SCALE, ...shots.map(({ y, labelY }) => Math.max(y, labelY)), responseY + CHECKS);
  return {
    height: Math.ceil(bottom + 18),
    tcpY: TOP,
    shots,
    ticks: axis.ticks,
    work: request && response ? { from: toY(request.at), to: responseY, ms: response.at - request.at } : null,
    checks: response ? { from: responseY + 3, to: responseY + CHECKS } : null,
    pause: axis.pause,
    cursorOf: ({ at, phase }) => toY(at) + (phase === 'checks' ? 14 : phase === 'open' ? CHECKS : 0),
  };
}

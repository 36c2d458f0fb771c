import type { Capture, CaptureEvent } from '#demos/capture/capture.ts';
import { createDissector } from '#demos/capture/dissect.ts';
import type { Annotation } from '#demos/capture/dissection.ts';
import { findRaceEvents, type RaceEvent } from '#demos/capture/race-event.ts';
import { PATHS } from '#demos/capture/side-channel.ts';
import { latin1Decode } from '#demos/protocol/bytes.ts';
import type { LaneId } from './race.lanes.ts';

/** One request of a race as the tap saw it, and what came back for it. */
export interface TappedRequest {
  readonly lane: LaneId;
  readonly connection: string;
  readonly target: string;
  /** Milliseconds on the capture's clock. */
  readonly at: number;
  answeredAt: number;
  /** All bytes each way, and those of the two heads. */
  up: number;
  down: number;
  headUp: number;
  headDown: number;
  /** Value of the response's `Keep-Alive: timeout`, in milliseconds; 0 without one. */
  keepAliveMs: number;
  readonly events: { readonly event: RaceEvent; readonly at: number }[];
  /** The bytes after the head that brought the first of them. */
  sample: Uint8Array;
}

const PATH_LANES: ReadonlyMap<string, LaneId> = new Map([
  [PATHS.racePoll, 'polling'],
  [PATHS.raceWait, 'long-polling'],
  [PATHS.raceEvents, 'sse'],
  [PATHS.raceSocket, 'websocket'],
]);

const laneOf = (target: string): LaneId | undefined => PATH_LANES.get(target.split('?')[0] ?? '');
const bytesOf = ({ span }: Annotation): number => (span.end - span.start) / 8;
const child = ({ children }: Annotation, field: string): Annotation | undefined =>
  children.find((each) => each.field === field);
const keepAliveOf = (response: Annotation): number => {
  const field = response.children.find(({ params }) => params?.['name'] === 'keep-alive');
  return Number(/timeout=(\d+)/.exec(String(field?.value ?? ''))?.[1] ?? 0) * 1000;
};

/** What one connection is carrying. HTTP/1.1's requests follow each other on it, and a 101 is the last. */
interface Carried {
  request: TappedRequest | null;
  /** Bytes of a request whose head is not complete. */
  pending: number;
  text: string;
}

/** The requests of a race, in the order in which they came. */
export function requestsOf({ events }: Pick<Capture, 'events'>): readonly TappedRequest[] {
  const dissector = createDissector();
  const connections = new Map<string, Carried>();
  const requests: TappedRequest[] = [];

  const lengthOf = (event: CaptureEvent & { kind: 'bytes' | 'gap' }): number =>
    event.kind === 'bytes' ? event.bytes.length : event.length;

  for (const event of events) {
    const { units } = dissector.push(event);
    if (event.kind !== 'bytes' && event.kind !== 'gap') continue;
    const carried = connections.get(event.connection) ?? { request: null, pending: 0, text: '' };
    connections.set(event.connection, carried);
    if (event.direction === 'client-to-server') {
      carried.pending += lengthOf(event);
      const asked = units.find(({ field }) => field === 'http.request');
      const target = asked && String(child(child(asked, 'http.request-line') ?? asked, 'http.target')?.value ?? '');
      const lane = target === undefined ? undefined : laneOf(target);
      if (asked && target !== undefined && lane) {
        const { connection, at } = event;
        carried.request = {
          ...{ lane, connection, target, at, answeredAt: at, up: 0, down: 0 },
          ...{ headUp: bytesOf(asked), headDown: 0, keepAliveMs: 0, events: [], sample: new Uint8Array() },
        };
        carried.text = '';
        requests.push(carried.request);
      }
      if (carried.request && (asked || carried.request.lane === 'websocket')) {
        carried.request.up += carried.pending;
        carried.pending = 0;
      }
      continue;
    }
    const { request } = carried;
    if (!request) continue;
    request.down += lengthOf(event);
    request.answeredAt = event.at;
    const answered = units.find(({ field }) => field === 'http.response');
    if (answered) {
      request.headDown += bytesOf(answered);
      request.keepAliveMs = keepAliveOf(answered);
    }
    if (event.kind === 'gap') continue;
    const text = carried.text + latin1Decode(event.bytes);
    const found = findRaceEvents(text);
    if (found.events.length > 0 && request.events.length === 0)
      request.sample = event.bytes.subarray(answered ? bytesOf(answered) : 0);
    carried.text = text.slice(found.read);
    for (const each of found.events) request.events.push({ event: each, at: event.at });
  }
  return requests;
}

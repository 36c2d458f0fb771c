import type { CaptureEvent, EventId, Recorder } from './capture.ts';
import { ConnectionTies, type Edge } from './merge-ties.ts';

/**
 * Puts several recorders' events in one order. Each recorder's own order stands; script and wire are tied where one
 * causes the other (`merge-ties.ts`); clocks decide only between events that nothing ties, after the page's clock has
 * been set by the first handshake. The order is a function of the events: the turns in which they come do not matter.
 */
export interface Merger {
  /**
   * Events of one connection come in their recorder's order. Returns the index of the first event in `order` that
   * was not there before. Throws RangeError when two events have one id.
   */
  add(events: readonly CaptureEvent[]): number;
  readonly order: readonly CaptureEvent[];
}

export const createMerger = (): Merger => new CausalMerger();

/** All at once. */
export function mergeEvents(events: readonly CaptureEvent[]): readonly CaptureEvent[] {
  const merger = createMerger();
  merger.add(events);
  return merger.order;
}

const numberOf = (id: EventId): number => Number(id.slice(id.indexOf(':') + 1));
/** At the same time the page's event comes first. */
const RECORDERS = ['page', 'server', 'raw-client', 'model'] as const satisfies Recorder[];
const recorderOf = (id: EventId): Recorder => RECORDERS.find((recorder) => id.startsWith(`${recorder}:`)) ?? 'model';

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/** Where an event of this number belongs. Looked for from the end, where it nearly always is. */
function placeIn(chain: readonly CaptureEvent[], number: number): number {
  const isLater = (at: number): boolean => numberOf(chain[at]?.id ?? 'model:0') > number;
  let low = 0;
  let high = chain.length;
  if (high > 0 && !isLater(high - 1)) return high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isLater(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

class CausalMerger implements Merger {
  #order: CaptureEvent[] = [];
  readonly #chains = new Map<Recorder, CaptureEvent[]>(RECORDERS.map((recorder) => [recorder, []]));
  readonly #byId = new Map<EventId, CaptureEvent>();
  readonly #places = new Map<EventId, number>();
  readonly #causes = new Map<EventId, EventId[]>();
  readonly #ties = new Map<string, ConnectionTies>();
  /** The opening of each connection: what its constructor caused, and what caused its `open`. */
  readonly #openings = new Map<string, { construct?: Edge; open?: Edge }>();
  #pageAhead = 0;

  get order(): readonly CaptureEvent[] {
    return this.#order;
  }

  add(events: readonly CaptureEvent[]): number {
    let from = this.#order.length;
    for (const event of events) {
      from = Math.min(from, this.#insert(event));
      for (const edge of this.#tie(event)) from = Math.min(from, this.#addEdge(edge, event.connection ?? ''));
    }
    return this.#arrange(from);
  }

  /** Returns the first place that may change. */
  #insert(event: CaptureEvent): number {
    if (this.#byId.has(event.id)) throw new RangeError(`two events with the id ${event.id}`);
    this.#byId.set(event.id, event);
    const chain = this.#chain(event.id);
    const at = placeIn(chain, numberOf(event.id));
    chain.splice(at, 0, event);
    const before = chain[at - 1];
    return before === undefined ? 0 : this.#place(before.id) + 1;
  }

  #chain(id: EventId): CaptureEvent[] {
    return this.#chains.get(recorderOf(id)) ?? [];
  }

  #place(id: EventId): number {
    return this.#places.get(id) ?? Number.POSITIVE_INFINITY;
  }

  #tie(event: CaptureEvent): Edge[] {
    const { connection } = event;
    if (connection === undefined) return [];
    const ties = this.#ties.get(connection) ?? new ConnectionTies();
    this.#ties.set(connection, ties);
    switch (event.kind) {
      case 'script':
        return ties.script(event);
      case 'act':
        return ties.act(event);
      case 'application':
        return ties.application(event);
      case 'peer':
        return ties.peer(event);
      default:
        return ties.wire(event);
    }
  }

  #addEdge(edge: Edge, connection: string): number {
    const { cause, effect, meeting } = edge;
    const causes = this.#causes.get(effect) ?? [];
    this.#causes.set(effect, causes);
    causes.push(cause);
    const opening = meeting === 'sio-connect' ? 'open' : meeting;
    if (opening !== 'construct' && opening !== 'open') return this.#place(effect);
    this.#openings.set(connection, { ...this.#openings.get(connection), [opening]: edge });
    const ahead = this.#clockDifference();
    if (ahead === this.#pageAhead) return this.#place(effect);
    this.#pageAhead = ahead;
    return 0;
  }

  /**
   * How far the page's clock is ahead of the server's, as far as the first connection that opened proves it: what the
   * page caused came after, what it was told of came before. Zero where that is possible.
   */
  #clockDifference(): number {
    const at = (id: EventId): number => this.#byId.get(id)?.at ?? 0;
    const proofs = [...this.#openings.values()].flatMap(({ construct, open }) =>
      construct && open
        ? [
            {
              first: numberOf(construct.cause),
              least: at(construct.cause) - at(construct.effect),
              most: at(open.effect) - at(open.cause),
            },
          ]
        : [],
    );
    const [proof] = proofs.sort((a, b) => a.first - b.first);
    return proof ? clamp(0, proof.least, Math.max(proof.least, proof.most)) : 0;
  }

  /** Lays out everything from a place on; what stood before stays. Returns the first place that did change. */
  #arrange(from: number): number {
    const before = this.#order.splice(from);
    for (const { id } of before) this.#places.delete(id);
    const next = new Map([...this.#chains].map(([recorder, chain]) => [recorder, this.#laid(chain)]));
    while (this.#order.length < this.#byId.size) {
      const heads = [...this.#chains].flatMap(([recorder, chain]) => chain[next.get(recorder) ?? 0] ?? []);
      const free = heads.filter(({ id }) => this.#isFree(id));
      // Ties that contradict each other are no reason to stop.
      const event = this.#earliest(free.length > 0 ? free : heads);
      if (event === undefined) break;
      this.#places.set(event.id, this.#order.length);
      this.#order.push(event);
      const recorder = recorderOf(event.id);
      next.set(recorder, (next.get(recorder) ?? 0) + 1);
    }
    const changed = before.findIndex((event, index) => this.#order[from + index] !== event);
    return from + (changed < 0 ? before.length : changed);
  }

  /** How many of a chain's events have their place: they are its first ones. */
  #laid(chain: readonly CaptureEvent[]): number {
    let laid = chain.length;
    while (laid > 0 && !this.#places.has(chain[laid - 1]?.id ?? 'model:0')) laid -= 1;
    return laid;
  }

  #isFree(id: EventId): boolean {
    return (this.#causes.get(id) ?? []).every((cause) => this.#places.has(cause));
  }

  #earliest(heads: readonly CaptureEvent[]): CaptureEvent | undefined {
    const time = ({ id, at }: CaptureEvent): number => (recorderOf(id) === 'page' ? at - this.#pageAhead : at);
    return heads.reduce<CaptureEvent | undefined>(
      (earliest, head) => (earliest === undefined || time(head) < time(earliest) ? head : earliest),
      undefined,
    );
  }
}

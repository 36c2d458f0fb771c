/** How a state is drawn: `on` is the active one, `in` holds it, `past` was active before. */
export type StateLight = 'on' | 'in' | 'past' | '';

/**
 * The active states of a machine in the order in which they were entered, as dot paths; the last is active now.
 * Where a parallel state is active, one entry names all its active states, separated by spaces.
 * `by` names the events that led there, where two ways lead to the same state: `after 50 ms` for a delay.
 */
export type Trail = readonly TrailEntry[];
export type TrailEntry = string | { readonly state: string; readonly by: readonly string[] };

export interface EdgeEnds {
  readonly source: string;
  readonly target: string;
  /** The events that lead along it; all of them where it does not say. */
  readonly events?: readonly string[];
}

const activeIn = (entry: TrailEntry = ''): string[] =>
  (typeof entry === 'string' ? entry : entry.state).split(' ').filter((path) => path !== '');

/** Whether `path` is `ancestor` or lies in it; every path lies in the root, `''`. */
const isWithin = (path: string, ancestor: string): boolean =>
  ancestor === '' || path === ancestor || path.startsWith(`${ancestor}.`);

/** The light of the state at `path`. */
export function stateLight(path: string, trail: Trail): StateLight {
  const active = activeIn(trail.at(-1));
  if (active.includes(path)) return 'on';
  if (active.some((each) => isWithin(each, path))) return 'in';
  return trail.slice(0, -1).some((entry) => activeIn(entry).some((each) => isWithin(each, path))) ? 'past' : '';
}

const depth = ({ source, target }: EdgeEnds): number => source.length * 1000 + target.length;

const isBy = ({ events }: EdgeEnds, entry: TrailEntry): boolean =>
  typeof entry === 'string' || events === undefined || entry.by.some((event) => events.includes(event));

/** Which of a chart's edges the trail went along: for each change of state, the edge drawn closest to it. */
export function edgesWent<Edge extends EdgeEnds>(edges: readonly Edge[], trail: Trail): ReadonlySet<Edge> {
  const went = new Set<Edge>();
  trail.slice(1).forEach((entry, i) => {
    const [left, entered] = [activeIn(trail[i]), activeIn(entry)];
    const from = left.filter((path) => !entered.includes(path));
    const to = entered.filter((path) => !left.includes(path));
    const along = edges.filter(
      (edge) =>
        isBy(edge, entry) &&
        from.some((path) => isWithin(path, edge.source)) &&
        to.some((path) => isWithin(path, edge.target)),
    );
    const closest = along.reduce<Edge | undefined>((a, b) => (a && depth(a) >= depth(b) ? a : b), undefined);
    if (closest) went.add(closest);
  });
  return went;
}

/** What to say of the active state, after a chart's text alternative. */
export const nowIn = (trail: Trail): string => {
  const active = activeIn(trail.at(-1));
  return active.length === 0 ? '' : ` Now in ${active.join(' and ')}.`;
};

type StateValue = string | { readonly [key: string]: StateValue | undefined };

/** An XState state value as one entry of a trail: `{ validating: 'accept' }` → `validating.accept`. */
export function trailEntry(value: StateValue, parent = ''): string {
  const join = (key: string): string => (parent === '' ? key : `${parent}.${key}`);
  if (typeof value === 'string') return join(value);
  return Object.entries(value)
    .map(([key, child]) => (child === undefined ? join(key) : trailEntry(child, join(key))))
    .join(' ');
}

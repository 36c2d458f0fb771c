import type { ChartEdge, ChartState, ChartTransition } from './statechart-graph.ts';

/**
 * What to print for a transition instead of its event's name: by `'<event>'`, by `'<event> [<guard>]'`, or by
 * `'<source> <event>'` for one state's only. `''` prints nothing: the line stays, and still carries the event in `data-event`.
 */
export type ChartLabels = Readonly<Record<string, string>>;

/** A second look at the same chart: some states are covered, and each line prints something else. */
export interface ChartVeil {
  /** Covers every state whose innermost states all carry this tag. */
  readonly tag: string;
  /** What a line prints while the veil is down; `''` prints nothing. */
  readonly label: (transition: ChartTransition) => string;
}

const covers = ({ tags, children }: ChartState, tag: string): boolean =>
  children.length === 0 ? tags.includes(tag) : children.every((child) => covers(child, tag));

/** The outermost covered states. */
export const veiledStates = (state: ChartState, tag: string): readonly ChartState[] =>
  covers(state, tag) ? [state] : state.children.flatMap((child) => veiledStates(child, tag));

/** The lines of print for an edge while the veil is down. */
export const veiledLines = (edge: ChartEdge, veil: ChartVeil | undefined): readonly string[] =>
  veil === undefined ? [] : [...new Set(edge.transitions.map(veil.label).filter((line) => line !== ''))];

/** `head.received`, `play [hasNext]`, `after 240000 ms`. */
function transitionLabel(edge: ChartEdge, transition: ChartTransition, labels: ChartLabels): string {
  const { event, guard } = transition;
  const guarded = `${event}${guard ? ` [${guard}]` : ''}`.trim();
  return labels[`${edge.source} ${event}`] ?? labels[guarded] ?? labels[event] ?? guarded;
}

/** One line of print for each transition of the edge; lines that say the same are printed once. */
export const edgeLines = (edge: ChartEdge, labels: ChartLabels): string[] => [
  ...new Set(edge.transitions.map((each) => transitionLabel(edge, each, labels)).filter((line) => line !== '')),
];

const listed = (state: ChartState): string =>
  state.children.length === 0 ? state.name : `${state.name} (${state.children.map(listed).join(', ')})`;

/** The text alternative of a chart: its title and every state, nested ones in brackets. */
export const chartAlternative = (title: string, root: ChartState): string =>
  `${title}. Statechart: ${root.children.map(listed).join(', ')}.`;

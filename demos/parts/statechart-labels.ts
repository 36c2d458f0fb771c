import type { ChartEdge, ChartState, ChartTransition } from './statechart-graph.ts';

/**
 * What to print for a transition instead of its event's name: by `'<event>'`, or by `'<source> <event>'` for one
 * state's only. `''` prints nothing: the line stays, and still carries the event in `data-event`.
 */
export type ChartLabels = Readonly<Record<string, string>>;

/** `head.received`, `play [hasNext]`, `after 240000 ms`. */
function transitionLabel(edge: ChartEdge, transition: ChartTransition, labels: ChartLabels): string {
  const printed = labels[`${edge.source} ${transition.event}`] ?? labels[transition.event];
  if (printed !== undefined) return printed;
  return `${transition.event}${transition.guard ? ` [${transition.guard}]` : ''}`.trim();
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

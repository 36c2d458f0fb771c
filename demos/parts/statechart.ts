import type { AnyStateMachine } from 'xstate';
import { chartGraph } from './statechart-graph.ts';
import type { ChartLabels, ChartVeil } from './statechart-labels.ts';
import { type ChartDirection, layoutChart } from './statechart-layout.ts';
import type { Trail } from './statechart-light.ts';
import { chartSvg } from './statechart-svg.ts';

export interface StatechartOptions {
  /** Opens the text alternative. */
  readonly title?: string;
  readonly direction?: ChartDirection;
  readonly labels?: ChartLabels;
  /** Draws the covers and second labels of another look; a class on a parent says which look shows. */
  readonly veil?: ChartVeil;
  /** Lights the chart as after these states, for a page without script. */
  readonly trail?: Trail;
}

/**
 * The machine's statechart as an SVG string: every state carries its dot path in `data-state`, every edge
 * `data-source`, `data-target` and its events in `data-event`, separated by ` | `.
 */
export async function statechartSvg(
  machine: AnyStateMachine,
  { title = machine.id, direction = 'RIGHT', labels = {}, trail = [], veil }: StatechartOptions = {},
): Promise<string> {
  const graph = chartGraph(machine);
  return chartSvg(graph, await layoutChart(graph, { direction, labels, veil }), { title, trail, veil });
}

import ELK, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk.bundled.js';
import type { ChartEdge, ChartGraph, ChartState } from './statechart-graph.ts';
import { type ChartLabels, type ChartVeil, edgeLines, veiledLines } from './statechart-labels.ts';

export type ChartDirection = 'RIGHT' | 'DOWN';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedState {
  readonly state: ChartState;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly children: readonly PlacedState[];
}

export interface PlacedEdge {
  readonly edge: ChartEdge;
  /** Polylines, each from its first to its last point. */
  readonly lines: readonly (readonly Point[])[];
  readonly label: {
    readonly lines: readonly string[];
    /** What stands in the same place while a veil is down. */
    readonly veiled: readonly string[];
    readonly x: number;
    readonly y: number;
  };
}

export interface PlacedChart {
  readonly width: number;
  readonly height: number;
  readonly states: readonly PlacedState[];
  readonly edges: readonly PlacedEdge[];
}

/** Pixels. Text is 12 px in a state and 11 px on a line, in a face whose characters are 0.6 em wide. */
export const STATE_HEIGHT = 26;
export const TITLE_HEIGHT = 22;
export const LABEL_LINE = 13;
/** Room before an initial state for the dot that marks it. */
const INITIAL_ROOM = 16;
const PADDING = 8;

// A CJK character is as wide as it is high.
const textWidth = (text: string, size: number): number =>
  [...text].reduce((width, character) => width + ((character.codePointAt(0) ?? 0) > 0x2e7f ? size : size * 0.6), 0);

/** What a nested graph does not take over from the one around it. */
const spacing = (direction: ChartDirection, labelled: boolean): Record<string, string> => ({
  // Downwards, the room between neighbours also holds the dot of an initial state.
  'elk.spacing.nodeNode': direction === 'DOWN' ? '24' : '10',
  'elk.spacing.edgeNode': '8',
  'elk.spacing.edgeEdge': '8',
  'elk.spacing.edgeLabel': '2',
  'elk.layered.spacing.nodeNodeBetweenLayers': labelled ? '12' : '8',
  'elk.layered.spacing.edgeNodeBetweenLayers': '8',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '8',
  'elk.layered.edgeLabels.sideSelection': 'ALWAYS_UP',
});

function layoutOptions(direction: ChartDirection, labelled: boolean): Record<string, string> {
  return {
    'elk.algorithm': 'layered',
    'elk.direction': direction,
    'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
    'elk.edgeRouting': 'ORTHOGONAL',
    'elk.json.edgeCoords': 'ROOT',
    'elk.json.shapeCoords': 'ROOT',
    ...spacing(direction, labelled),
    'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
    'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
    'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
    'elk.edgeLabels.inline': 'false',
  };
}

const elkId = (path: string): string => `state:${path}`;

function toElkNode(state: ChartState, direction: ChartDirection, isLabelled: (state: ChartState) => boolean): ElkNode {
  const width = Math.ceil(textWidth(state.name, 12)) + 2 * PADDING;
  const node: ElkNode = { id: elkId(state.path), width, height: STATE_HEIGHT };
  if (state.children.length === 0) return node;
  const left = state.type === 'compound' ? INITIAL_ROOM : PADDING;
  return {
    ...node,
    children: state.children.map((child) => toElkNode(child, direction, isLabelled)),
    layoutOptions: {
      ...spacing(direction, isLabelled(state)),
      // Model order in a nested graph crashes elkjs 0.12.1; depth first, too, keeps the first state first.
      'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST',
      'elk.padding': `[top=${TITLE_HEIGHT},left=${left},bottom=${PADDING},right=${PADDING}]`,
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      'elk.nodeSize.minimum': `(${width},${STATE_HEIGHT})`,
    },
  };
}

function toElkEdge(
  edge: ChartEdge,
  index: number,
  bare: readonly string[],
  veiled: readonly string[],
  isMainRoad: boolean,
): ElkExtendedEdge {
  // One place for both looks, large enough for either.
  const width = Math.max(0, ...[...bare, ...veiled].map((line) => textWidth(line, 11))) + 6;
  const lines = bare.length >= veiled.length ? bare : veiled;
  return {
    id: `edge:${index}`,
    sources: [elkId(edge.source)],
    targets: [elkId(edge.target)],
    layoutOptions: { 'elk.layered.priority.straightness': isMainRoad ? '10' : '0' },
    labels: lines.length === 0 ? [] : [{ text: lines.join('\n'), width, height: lines.length * LABEL_LINE }],
  };
}

function placeState(node: ElkNode, state: ChartState): PlacedState {
  const placed = new Map((node.children ?? []).map((child) => [child.id, child]));
  return {
    state,
    x: node.x ?? 0,
    y: node.y ?? 0,
    width: node.width ?? 0,
    height: node.height ?? 0,
    children: state.children.flatMap((child) => {
      const childNode = placed.get(elkId(child.path));
      return childNode ? [placeState(childNode, child)] : [];
    }),
  };
}

function placeEdge(
  edge: ChartEdge,
  laid: ElkExtendedEdge | undefined,
  lines: readonly string[],
  veiled: readonly string[],
): PlacedEdge {
  const label = laid?.labels?.[0];
  return {
    edge,
    lines: (laid?.sections ?? []).map((section) => [
      section.startPoint,
      ...(section.bendPoints ?? []),
      section.endPoint,
    ]),
    label: { lines, veiled, x: (label?.x ?? 0) + (label?.width ?? 0) / 2, y: label?.y ?? 0 },
  };
}

/** Lays a chart out with ELK's layered algorithm. Runs at build time; nothing of it ships. */
export async function layoutChart(
  graph: ChartGraph,
  {
    direction,
    labels,
    veil,
  }: { readonly direction: ChartDirection; readonly labels: ChartLabels; readonly veil?: ChartVeil | undefined },
): Promise<PlacedChart> {
  const lines = graph.edges.map((edge) => edgeLines(edge, labels));
  const veiled = graph.edges.map((edge) => veiledLines(edge, veil));
  const labelled = new Set(graph.edges.flatMap((edge, i) => (lines[i]?.length ? [edge.source, edge.target] : [])));
  const isLabelled = (state: ChartState): boolean => state.children.some((child) => labelled.has(child.path));
  // The root is drawn as a box only when something leaves or enters it.
  const rootDrawn = graph.edges.some(({ source, target }) => source === '' || target === '');
  const tops = rootDrawn ? [graph.root] : graph.root.children;
  // The first transition a state declares is its main road: kept straight.
  const mainRoads = new Map([...graph.edges].reverse().map((edge) => [edge.source, edge]));
  const elkEdges = graph.edges.map((edge, i) =>
    toElkEdge(edge, i, lines[i] ?? [], veiled[i] ?? [], mainRoads.get(edge.source) === edge),
  );
  const laid: ElkNode = await new ELK().layout({
    id: 'chart',
    children: tops.map((state) => toElkNode(state, direction, isLabelled)),
    edges: elkEdges,
    layoutOptions: {
      ...layoutOptions(direction, isLabelled(graph.root)),
      'elk.padding': `[top=1,left=${rootDrawn ? 1 : INITIAL_ROOM},bottom=1,right=1]`,
    },
  });
  const placed = new Map((laid.children ?? []).map((node) => [node.id, node]));
  const laidEdges = new Map((laid.edges ?? []).map((edge) => [edge.id, edge]));
  return {
    width: Math.ceil(laid.width ?? 0),
    height: Math.ceil(laid.height ?? 0),
    states: tops.flatMap((state) => {
      const node = placed.get(elkId(state.path));
      return node ? [placeState(node, state)] : [];
    }),
    edges: graph.edges.map((edge, i) => placeEdge(edge, laidEdges.get(`edge:${i}`), lines[i] ?? [], veiled[i] ?? [])),
  };
}

import type { ChartGraph } from './statechart-graph.ts';
import { type ChartVeil, chartAlternative, veiledStates } from './statechart-labels.ts';
import {
  LABEL_LINE,
  type PlacedChart,
  type PlacedEdge,
  type PlacedState,
  type Point,
  STATE_HEIGHT,
  TITLE_HEIGHT,
} from './statechart-layout.ts';
import { edgesWent, nowIn, stateLight, type Trail } from './statechart-light.ts';

const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const classes = (...names: readonly string[]): string => names.filter((name) => name !== '').join(' ');
/** Pixels from one slat of a cover to the next. */
const SLAT = 5;
/** Half-pixel positions keep 1 px lines sharp. */
const sharp = (n: number): number => Math.round(n) + 0.5;

function arrowHead(before: Point, tip: Point): string {
  const [x, y] = [sharp(tip.x), sharp(tip.y)];
  const across = Math.abs(tip.x - before.x) >= Math.abs(tip.y - before.y);
  const back = across ? -7 * Math.sign(tip.x - before.x) : -7 * Math.sign(tip.y - before.y);
  return across ? `M${x} ${y}l${back}-3.5v7z` : `M${x} ${y}l-3.5 ${back}h7z`;
}

function edgeSvg({ edge, lines, label }: PlacedEdge, went: boolean): string {
  const events = edge.transitions.map(({ event }) => event).join(' | ');
  const paths = lines.map((points) => `<path d="M${points.map(({ x, y }) => `${sharp(x)} ${sharp(y)}`).join('L')}"/>`);
  const last = lines.at(-1) ?? [];
  const [before, tip] = [last.at(-2), last.at(-1)];
  const head = before && tip ? `<path class="head" d="${arrowHead(before, tip)}"/>` : '';
  const print = (lines: readonly string[], kind: string): readonly string[] =>
    lines.map(
      (line, i) =>
        `<text class="${kind}" x="${Math.round(label.x)}" y="${Math.round(label.y) + 10 + i * LABEL_LINE}" text-anchor="middle">${escapeXml(line)}</text>`,
    );
  const text = [...print(label.lines, 'ev'), ...print(label.veiled, 'ev veiled')];
  const data = `data-source="${escapeXml(edge.source)}" data-target="${escapeXml(edge.target)}" data-event="${escapeXml(events)}"`;
  return `<g class="${classes('edge', went ? 'went' : '')}" ${data}>${paths.join('')}${head}${text.join('')}</g>`;
}

function stateSvg({ state, x, y, width, height, children }: PlacedState, trail: Trail): string {
  const box = (inset: number): string =>
    `<rect x="${sharp(x) + inset}" y="${sharp(y) + inset}" width="${Math.round(width) - 2 * inset}" height="${Math.round(height) - 2 * inset}"/>`;
  const initial = state.isInitial
    ? `<g class="initial"><path d="M${sharp(x) - 9} ${sharp(y + STATE_HEIGHT / 2)}h9"/><circle cx="${sharp(x) - 10}" cy="${sharp(y + STATE_HEIGHT / 2)}" r="2.5"/></g>`
    : '';
  const name =
    children.length === 0
      ? `<text x="${Math.round(x + width / 2)}" y="${Math.round(y) + 17.5}" text-anchor="middle">${escapeXml(state.name)}</text>`
      : `<text class="title" x="${Math.round(x) + 8}" y="${Math.round(y) + 14.5}">${escapeXml(state.name)}</text>`;
  const kind = classes('state', state.type, state.isRegion ? 'region' : '', stateLight(state.path, trail));
  const own = `<g class="${kind}" data-state="${escapeXml(state.path)}">${box(0)}${state.type === 'final' ? box(2) : ''}${name}</g>`;
  return `${initial}${own}${children.map((child) => stateSvg(child, trail)).join('')}`;
}

/** A roller shutter: slats, and the bar they hang from. What a state is called stays above it, but for a state in another. */
function coverSvg({ state, x, y, width, height }: PlacedState): string {
  const top = state.path.includes('.') ? 0 : TITLE_HEIGHT;
  const [left, right, from, to] = [
    sharp(x),
    sharp(x) + Math.round(width),
    sharp(y) + top,
    sharp(y) + Math.round(height),
  ];
  const slats: string[] = [];
  for (let slat = from + SLAT; slat < to - 2; slat += SLAT) slats.push(`M${left} ${slat}H${right}`);
  const rect = `<rect x="${left}" y="${from}" width="${right - left}" height="${to - from}"/>`;
  return `<g class="cover" data-covers="${escapeXml(state.path)}">${rect}<path d="${slats.join('')}"/></g>`;
}

const placedStates = (placed: readonly PlacedState[]): readonly PlacedState[] =>
  placed.flatMap((each) => [each, ...placedStates(each.children)]);

export interface ChartLook {
  readonly title: string;
  readonly trail: Trail;
  readonly veil?: ChartVeil | undefined;
}

/** Draws a placed chart. No `style` attribute and no script: a class says how a state is lit. */
export function chartSvg(graph: ChartGraph, placed: PlacedChart, { title, trail, veil }: ChartLook): string {
  const alternative = chartAlternative(title, graph.root);
  const ends = graph.edges.map((edge) => ({ ...edge, edge, events: edge.transitions.map(({ event }) => event) }));
  const went = new Set([...edgesWent(ends, trail)].map(({ edge }) => edge));
  const size = `viewBox="0 0 ${placed.width} ${placed.height}" width="${placed.width}" height="${placed.height}"`;
  const label = `role="img" aria-label="${escapeXml(alternative + nowIn(trail))}" data-alternative="${escapeXml(alternative)}"`;
  const edges = placed.edges.map((each) => edgeSvg(each, went.has(each.edge)));
  const states = placed.states.map((each) => stateSvg(each, trail));
  const hidden = veil ? graph.root.children.flatMap((state) => veiledStates(state, veil.tag)) : [];
  const covers = placedStates(placed.states).filter(({ state }) => hidden.includes(state));
  return `<svg class="statechart" xmlns="http://www.w3.org/2000/svg" ${size} ${label}>${states.join('')}${edges.join('')}${covers.map(coverSvg).join('')}</svg>`;
}

import { edgesWent, nowIn, stateLight, type Trail } from './statechart-light.ts';

const LIGHTS = ['on', 'in', 'past'] as const;

function setLight(element: Element, light: string): void {
  for (const each of LIGHTS) element.classList.toggle(each, each === light);
}

/** Lights the chart drawn by `statechartSvg` somewhere inside `root`. */
export function lightStatechart(root: Element, trail: Trail): void {
  const svg = root.querySelector('svg.statechart');
  if (!svg) return;
  for (const state of svg.querySelectorAll('[data-state]'))
    setLight(state, stateLight(state.getAttribute('data-state') ?? '', trail));
  const edges = [...svg.querySelectorAll('.edge')].map((element) => ({
    element,
    source: element.getAttribute('data-source') ?? '',
    target: element.getAttribute('data-target') ?? '',
    events: (element.getAttribute('data-event') ?? '').split(' | '),
  }));
  const went = edgesWent(edges, trail);
  for (const edge of edges) edge.element.classList.toggle('went', went.has(edge));
  svg.setAttribute('aria-label', `${svg.getAttribute('data-alternative') ?? ''}${nowIn(trail)}`);
  keepInSight(root, svg);
}

/** On a narrow screen the chart is wider than its box: the active state is kept in its middle. The page never scrolls. */
function keepInSight(box: Element, svg: Element): void {
  const on = svg.querySelector('.on');
  if (!on || box.scrollWidth <= box.clientWidth) return;
  const [state, frame] = [on.getBoundingClientRect(), box.getBoundingClientRect()];
  box.scrollLeft += state.left + state.width / 2 - frame.left - frame.width / 2;
}

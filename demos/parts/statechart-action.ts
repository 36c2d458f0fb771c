import { edgesWent, nowIn, stateLight, type Trail } from './statechart-light.ts';

const LIGHTS = ['on', 'in', 'past'] as const;

function setLight(element: Element, light: string): void {
  for (const each of LIGHTS) element.classList.toggle(each, each === light);
}

/** Lights the chart drawn by `statechartSvg` somewhere inside `root`. */
function lightStatechart(root: Element, trail: Trail): void {
  const svg = root.querySelector('svg.statechart');
  if (!svg) return;
  for (const state of svg.querySelectorAll('[data-state]'))
    setLight(state, stateLight(state.getAttribute('data-state') ?? '', trail));
  const edges = [...svg.querySelectorAll('.edge')].map((element) => ({
    element,
    source: element.getAttribute('data-source') ?? '',
    target: element.getAttribute('data-target') ?? '',
  }));
  const went = edgesWent(edges, trail);
  for (const edge of edges) edge.element.classList.toggle('went', went.has(edge));
  svg.setAttribute('aria-label', `${svg.getAttribute('data-alternative') ?? ''}${nowIn(trail)}`);
  keepInSight(root, svg);
}

/** On a narrow screen the chart is wider than its box: the active state is kept in its middle. The page never scrolls. */
function keepInSight(box: Element, svg: Element): void {
  const on = svg.querySelector('.on');
  const scrolls = box.scrollWidth > box.clientWidth;
  // What scrolls must be reached by keyboard, what does not need not be. Before script comes it may scroll.
  box.setAttribute('tabindex', scrolls ? '0' : '-1');
  if (!scrolls || !on) return;
  const [state, frame] = [on.getBoundingClientRect(), box.getBoundingClientRect()];
  box.scrollLeft += state.left + state.width / 2 - frame.left - frame.width / 2;
}

/** A Svelte action: `<div class="chart scroll" use:statechartLight={trail}>{@html svg}</div>`. */
export function statechartLight(node: Element, trail: Trail): { update(trail: Trail): void; destroy(): void } {
  let now = trail;
  const light = (): void => lightStatechart(node, now);
  light();
  // A window made narrower makes the chart scroll, and what scrolls has to be a tab stop.
  const resized = new ResizeObserver(light);
  resized.observe(node);
  return {
    update(next) {
      now = next;
      light();
    },
    destroy: () => resized.disconnect(),
  };
}

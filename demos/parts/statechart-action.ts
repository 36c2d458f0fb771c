import { beforePaint } from './before-paint.ts';
import type { Trail } from './statechart-light.ts';

export interface StatechartLight {
  readonly trail: Trail;
  /** Told whether the chart is wider than its box. */
  readonly measured: (wider: boolean) => void;
}

/** Whether the chart comes lit as this trail ends. */
function isLit(node: Element, trail: Trail): boolean {
  const last = trail.at(-1) ?? '';
  const states = (typeof last === 'string' ? last : last.state).split(' ');
  const lit = [...node.querySelectorAll('.on[data-state]')].map((state) => state.getAttribute('data-state') ?? '');
  return states.length === lit.length && states.every((state) => lit.includes(state));
}

/**
 * A Svelte action for the element that holds the chart. It was lit where it was drawn: what lights it anew is loaded
 * when the figure moves on.
 */
export function statechartLight(
  node: Element,
  { trail, measured }: StatechartLight,
): { update(light: StatechartLight): void; destroy(): void } {
  let now = trail;
  let callOff = (): void => {};
  let light: ((root: Element, trail: Trail) => void) | null = null;
  const apply = (): void => {
    light?.(node, now);
    measured(node.scrollWidth > node.clientWidth);
  };
  const load = async (): Promise<void> => {
    // Where it cannot be had the chart stays as it is: which state is active is said in words as well.
    const loaded = await import('./light-statechart.ts').catch(() => null);
    light = loaded?.lightStatechart ?? null;
    apply();
  };
  if (!isLit(node, trail)) void load();
  // It tells the first size, too; a window made narrower makes the chart scroll.
  const resized = new ResizeObserver(apply);
  resized.observe(node);
  return {
    update(next) {
      now = next.trail;
      callOff();
      if (light) callOff = beforePaint(apply);
      else void load();
    },
    destroy() {
      callOff();
      resized.disconnect();
    },
  };
}

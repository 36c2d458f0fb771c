import type { PlaybackAct } from '#demos/machines/stepper.machine.ts';

type Step = (what: PlaybackAct) => void;

/** → and ← step while the focus is in the figure, with Shift by `shifted` where it is given; with another modifier they are the browser's. */
export function stepKeys(step: Step, shifted: Step | null = null): (event: KeyboardEvent) => void {
  return (event) => {
    const what = event.key === 'ArrowRight' ? 'next' : event.key === 'ArrowLeft' ? 'back' : null;
    const act = event.shiftKey ? shifted : step;
    if (!what || !act || event.altKey || event.ctrlKey || event.metaKey) return;
    act(what);
    event.preventDefault();
  };
}

/** Fields, and groups that take the focus because they scroll, have a use of their own for the arrow keys. */
const USES_ARROWS = 'input, select, textarea, [role="group"][tabindex]';

/** An action: ← and → step while the focus is in the figure. */
export function stepping(node: HTMLElement, act: Step): void {
  const step = stepKeys(act);
  node.addEventListener('keydown', (event) => {
    const isUsed = event.target instanceof Element && event.target.closest(USES_ARROWS);
    if (!event.defaultPrevented && !isUsed) step(event);
  });
}

/** An action: what the reader is about to use is loaded once the focus or the pointer first comes to the figure. */
export function onReach(node: HTMLElement, reach: () => unknown): void {
  for (const reaching of ['focusin', 'pointerover'] as const)
    node.addEventListener(reaching, () => void reach(), { once: true });
}

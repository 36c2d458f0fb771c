import type { PlaybackAct } from '#demos/machines/stepper.machine.ts';

/** → and ← step while the focus is in the figure; with a modifier they are the browser's. */
export function stepKeys(act: (what: PlaybackAct) => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === 'ArrowRight') act('next');
    else if (event.key === 'ArrowLeft') act('back');
    else return;
    event.preventDefault();
  };
}

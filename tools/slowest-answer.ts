import type { Page } from '@playwright/test';

/** How long a page's own work took between a press and what it shows. */
export interface Answer {
  /** The control's words. */
  readonly pressed: string;
  /** Milliseconds of script, style and layout. A frame at 60 Hz has 16.7. */
  readonly ms: number;
}

/**
 * Presses every control that awake figures offer, as often as `rounds` says, and gives the slowest answer; null where
 * there is nothing to press. What an answer fetches first (a link, the model) is not in it: that depends on the host.
 */
export const slowestAnswer = (page: Page, rounds = 2): Promise<Answer | null> =>
  page.evaluate(async (rounds) => {
    const controls = () => [
      ...document.querySelectorAll<HTMLButtonElement>('figure[data-state] button:enabled:not([aria-disabled="true"])'),
    ];
    const quiet = () => new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: 500 }));
    let slowest: Answer | null = null;
    for (let round = 0; round < rounds; round++) {
      // A press may take controls away and bring others, so they are looked up again each time.
      for (let i = 0; i < controls().length; i++) {
        const control = controls()[i];
        if (!control?.checkVisibility()) continue;
        const pressed = (control.getAttribute('aria-label') ?? control.textContent ?? '').trim();
        await quiet();
        const from = performance.now();
        control.click();
        // The framework draws in a microtask.
        await Promise.resolve();
        await Promise.resolve();
        document.body.getBoundingClientRect();
        const ms = performance.now() - from;
        if (slowest === null || ms > slowest.ms) slowest = { pressed, ms };
      }
    }
    return slowest;
  }, rounds);

/** What the reader may choose. `system` is the absence of a choice. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const THEME_KEY = 'theme';

export const themeOf = (stored: string | null): Theme => themes.find((theme) => theme === stored) ?? 'system';

export const themeAfter = (theme: Theme): Theme => themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';

/**
 * Runs in <head> before anything is painted, so that a chosen theme never flashes. It also marks the page as having
 * script, for the controls that do nothing without it.
 */
export const themeScript = `document.documentElement.classList.add("js");try{let t=localStorage.getItem("${THEME_KEY}");if(t==="light"||t==="dark")document.documentElement.dataset.theme=t}catch{}`;

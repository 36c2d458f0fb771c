import { THEME_KEY, type Theme, themeAfter, themeOf } from './theme.ts';

const read = (): Theme => {
  try {
    return themeOf(localStorage.getItem(THEME_KEY));
  } catch {
    return themeOf(document.documentElement.dataset.theme ?? null);
  }
};

const choose = (theme: Theme): void => {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === 'system') localStorage.removeItem(THEME_KEY);
    else localStorage.setItem(THEME_KEY, theme);
  } catch {
    // Storage is refused: the choice lasts as long as the page.
  }
};

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-theme-toggle]')) {
  const word = button.querySelector('[data-theme-word]');
  const show = (theme: Theme): void => {
    if (word) word.textContent = button.dataset[theme] ?? theme;
  };
  show(read());
  button.addEventListener('click', () => {
    const theme = themeAfter(read());
    choose(theme);
    show(theme);
  });
}

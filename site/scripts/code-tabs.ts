let count = 0;

/** Ties each tab to its panel (WAI-ARIA tabs pattern: arrows move, one tab stop). */
function tie(section: HTMLElement): void {
  const tabs = [...section.querySelectorAll<HTMLButtonElement>('[role="tab"]')];
  const panels = [...section.querySelectorAll<HTMLElement>(':scope > .panel')];
  const pick = (picked: number): void => {
    tabs.forEach((tab, i) => {
      tab.setAttribute('aria-selected', String(i === picked));
      tab.tabIndex = i === picked ? 0 : -1;
    });
    panels.forEach((panel, i) => {
      panel.hidden = i !== picked;
    });
  };
  tabs.forEach((tab, i) => {
    const panel = panels[i];
    if (!panel) return;
    count += 1;
    tab.id = `tab-${count}`;
    panel.id = `panel-${count}`;
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', tab.id);
    tab.setAttribute('aria-controls', panel.id);
    tab.addEventListener('click', () => pick(i));
    tab.addEventListener('keydown', ({ key }) => {
      const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
      if (step === 0) return;
      const next = (i + step + tabs.length) % tabs.length;
      pick(next);
      tabs[next]?.focus();
    });
  });
  pick(0);
  section.dataset.ready = '';
}

for (const section of document.querySelectorAll<HTMLElement>('[data-code-tabs]')) tie(section);

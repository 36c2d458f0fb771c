import { raceTexts } from '#content/figures/en/race.ts';
import { expect, test } from './fixtures.ts';
import { RaceFigure } from './race-figure.ts';

const { units } = raceTexts;

test('a slider moves, and a model of an hour answers', async ({ page }) => {
  const I = new RaceFigure(page);
  await I.open();
  await I.seeSource('recorded');
  await I.set('pollMs', 10_000);
  await I.seeSource('model');
  await expect(I.cell('polling', 'mean')).toHaveText(/^[45](\.\d+)? s$/);
  await expect(I.cell('polling', 'connections')).toHaveText('360');
  await expect(I.cell('websocket', 'connections')).toHaveText('1');
});

test('at one event a minute and a minute’s tolerance polling is enough', async ({ page }) => {
  const I = new RaceFigure(page);
  await I.open();
  await I.ask('figure:run', { run: 'polling-wins' });
  await I.seeSource('model');
  await expect(I.verdict).toContainText('Polling is enough');
  await expect(I.cell('polling', 'held')).toHaveClass(/best/);
  await expect(I.cell('websocket', 'total')).toHaveClass(/best/);
  await I.set('toleranceMs', 1000);
  await expect(I.verdict).toContainText('Polling is too late');
});

test('I run it live, and the companion counts my browser’s own requests', async ({ page }) => {
  const I = new RaceFigure(page);
  await I.open('#race?source=model&perMinute=300&pollMs=500');
  await I.runLive.click();
  await I.seeSource('live');
  await expect(I.slider('rttMs')).toBeDisabled();
  // Ten polls for 25 events; the last of them brings what is left.
  await expect(I.cell('polling', 'requests')).toHaveText('0.4', { timeout: 15_000 });
  await expect(I.runLive).toHaveAttribute('aria-disabled', 'false');
  await expect(I.cell('websocket', 'rest')).toHaveText(/\+25\.5$/);
  await expect(I.cell('sse', 'rest')).toHaveText(/\+37$/);
  await expect(I.cell('websocket', 'connections')).toHaveText('1');
});

test('at ten events a second a prediction is answered by the reader’s own browser', async ({ page }) => {
  const I = new RaceFigure(page);
  await I.open();
  await I.ask('figure:run', { run: 'ten-a-second' });
  await I.seeSource('live');
});

test('a word of the prose selects a lane, and a measure lights its columns', async ({ page }) => {
  const I = new RaceFigure(page);
  await I.open();
  await I.ask('figure:select', { part: 'websocket' });
  await expect(I.lane('websocket')).toHaveAttribute('aria-pressed', 'true');
  await expect(I.figure.locator('.sample')).toContainText('81 17 7b 22 6e 22');
  await I.ask('figure:select', { part: 'bytes' });
  await expect(I.cell('polling', 'total')).toHaveClass(/lit/);
  await I.ask('figure:select', { part: 'staleness' });
  await expect(I.cell('polling', 'mean')).toHaveClass(/lit/);
  await expect(I.cell('polling', 'total')).not.toHaveClass(/lit/);
});

test('the arrow keys step through a lane’s moments, but not while they move a slider', async ({ page }) => {
  const I = new RaceFigure(page);
  await I.open();
  await I.lane('long-polling').click();
  await I.figure.getByRole('button', { name: 'reset' }).click();
  await expect(I.moment).toContainText('the page asks');
  await page.keyboard.press('ArrowRight');
  await expect(I.figure).toHaveAttribute('data-state', 'holding');
  await expect(I.figure.locator('.statechart .state.on')).toHaveAttribute('data-state', 'holding');
  await I.slider('extra').focus();
  await page.keyboard.press('ArrowRight');
  await expect(I.slider('extra')).toHaveAttribute('aria-valuetext', '100 bytes');
});

test('a link opens the figure as it stood', async ({ page }) => {
  const I = new RaceFigure(page);
  await I.open();
  await I.set('perMinute', 600);
  await I.set('extra', 800);
  await I.lane('sse').click();
  await expect(page).toHaveURL(/perMinute=600.*extra=800.*lane=sse/);
  const url = new URL(page.url());
  await page.goto('about:blank');
  await I.open(url.hash);
  await I.seeSource('model');
  await expect(I.slider('perMinute')).toHaveAttribute('aria-valuetext', units.perSecond.replace('{n}', '10'));
  await expect(I.slider('extra')).toHaveAttribute('aria-valuetext', '800 bytes');
  await expect(I.lane('sse')).toHaveAttribute('aria-pressed', 'true');
});

test.describe('on a file host', () => {
  test.use({ servedBy: 'file host' });

  test('nothing can be run live, and the button says why', async ({ page }) => {
    const I = new RaceFigure(page);
    await I.open();
    await expect(I.runLive).toHaveAttribute('aria-disabled', 'true');
    await expect(I.runLive).toHaveAttribute('title', raceTexts.ui.noCompanion);
    await I.ask('figure:run', { run: 'ten-a-second' });
    await I.seeSource('model');
  });
});

import { framesTexts } from '#content/figures/en/frames.ts';
import { expect, test } from './fixtures.ts';
import { FramesFigure } from './frames-figure.ts';

const { ui } = framesTexts;

test.describe.configure({ timeout: 90_000 });

test('from the page to the frame of a message of my own, by keyboard only', async ({ page }) => {
  const I = new FramesFigure(page);
  await I.open();
  await I.button(ui.live).focus();
  await page.keyboard.press('Enter');
  await expect(I.button(ui.serverPing)).toHaveAttribute('aria-disabled', 'false');
  const message = I.figure.locator('#frames-message');
  await message.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('é');
  await page.keyboard.press('Enter');
  await I.seeBytes(/^81 82( [0-9a-f]{2}){6}$/);
  await expect(I.rows).toHaveCount(2);
  await expect(I.field('payload')).toContainText('“é”');
});

test('pings, pongs, fragments and closes of a real connection are logged, and each opens', async ({ page }) => {
  const I = new FramesFigure(page);
  await I.open();
  await I.goLive();
  await I.button(ui.serverPing).click();
  await expect(I.rows.filter({ hasText: 'pong' })).toHaveCount(1);
  await I.seeBytes('89 05 48 65 6c 6c 6f');
  await I.button(ui.serverFragments).click();
  await expect(I.rows.filter({ hasText: 'continuation' })).toHaveCount(1);
  await I.seeBytes('01 03 48 65 6c');
  await I.rows.filter({ hasText: 'continuation' }).click();
  await I.seeBytes('80 02 6c 6f');
  await I.seeState('deliver');
  await I.button(ui.close).click();
  await I.seeBytes(/^88 86/);
  await expect(I.rows.filter({ hasText: 'close' })).toHaveCount(2);
  await expect(I.figure).toContainText(ui.ended);
  await I.button(ui.connectAgain).click();
  await expect(I.rows).toHaveCount(0);
});

test('a broken frame sent raw gets the Close frame that a real server answers with', async ({ page }) => {
  const I = new FramesFigure(page);
  await I.lay('c1 85 37 fa 21 3d 7f 9f 4d 51 58');
  await I.button(ui.sendRaw).click();
  await expect(I.trial).toContainText('really answered with a Close frame, code 1002');
  await expect(I.trial).toContainText(ui.trialAgrees);
  await expect(I.trial.locator('.hex i')).toHaveText(['88', '02', '03', 'ea']);
  await expect(I.trial.locator('.badge')).toHaveText('live');
  await I.bit(1).click();
  await expect(I.trial).toHaveCount(0);
});

test('ws takes a length that is not minimal, and the figure says that the RFC does not', async ({ page }) => {
  const I = new FramesFigure(page);
  await I.lay('81 fe 00 05 37 fa 21 3d 7f 9f 4d 51 58');
  await I.button(ui.sendRaw).click();
  await expect(I.trial).toContainText('really took it');
  await expect(I.trial).toContainText(ui.trialDiffers);
  await expect(I.trial.locator('.hex i')).toHaveText(['81', '05', '48', '65', '6c', '6c', '6f']);
});

test('a masked frame from a server, given to this browser, fails its connection', async ({ page, complaints }) => {
  complaints.allow(/masked frame|WebSocket connection/);
  const I = new FramesFigure(page);
  await I.lay('81 85 37 fa 21 3d 7f 9f 4d 51 58', 'server');
  await I.button(ui.giveBrowser).click();
  await expect(I.trial).toContainText('close 1006');
  await expect(I.trial).toContainText(ui.trialAgrees);
});

test('a prediction’s run opens a connection and shows the reader’s own frame', async ({ page }) => {
  const I = new FramesFigure(page);
  await I.open();
  await page.evaluate(() =>
    document.dispatchEvent(new CustomEvent('figure:run', { detail: { figure: 'frames', run: 'e-acute' } })),
  );
  await expect(I.figure).toHaveAttribute('data-source', 'live');
  await I.seeBytes(/^81 82( [0-9a-f]{2}){6}$/);
});

import { CloseCodesFigure, CloseFigure } from './close-figure.ts';
import { expect, test } from './fixtures.ts';

/** Chromium says so of a frame that breaks a rule; no script can keep it from that. */
const UNKNOWN_OPCODE = /Unrecognized frame opcode|Invalid frame header|WebSocket connection to/;

test.describe('the close theatre', () => {
  test('begins with what was recorded, whole', async ({ page }) => {
    const I = new CloseFigure(page);
    await I.open();
    await I.seeSource('recorded');
    await I.seeTold('client', 'close 4001', true);
    await I.seeTold('server', 'close 4001', true);
  });

  test('steps with the arrow keys while the focus is in it', async ({ page }) => {
    const I = new CloseFigure(page);
    await I.open('#close?run=code&step=0');
    await expect(I.explanation).toContainText('moment 1 /');
    await I.run('code').focus();
    await page.keyboard.press('ArrowRight');
    await expect(I.explanation).toContainText('moment 2 /');
    await expect(I.row(/close\(4001/)).toHaveAttribute('aria-current', 'step');
    await expect(page).toHaveURL(/#close\?run=code&step=1$/);
  });

  test('live, two Close frames cross and each end is told the other’s code', async ({ page }) => {
    const I = new CloseFigure(page);
    await I.open();
    await I.button('live').click();
    await I.seeSource('live');
    await I.seeTold('client', 'close 4001', true);
    await I.run('both').click();
    await I.seeSource('live');
    await I.seeTold('client', 'close 4001', true);
    await I.seeTold('server', 'close 4002', true);
    await expect(I.row('→ Close 4002')).toHaveCount(1);
    await expect(I.row('← Close 4001')).toHaveCount(1);
  });

  test('live, who notices a broken rule is told 1006 and the other end 1002', async ({ page, complaints }) => {
    complaints.allow(UNKNOWN_OPCODE);
    const I = new CloseFigure(page);
    await I.open('#close?run=violation&source=live');
    await I.seeTold('server', 'close 1002', true);
    await I.seeTold('client', 'close 1006', false);
  });

  test('obeys the prose: a word selects a part, a prediction runs a scenario', async ({ page }) => {
    const I = new CloseFigure(page);
    await I.open();
    const ask = (type: string, detail: object) =>
      page.evaluate(([name, what]) => document.dispatchEvent(new CustomEvent(name, { detail: what })), [
        type,
        detail,
      ] as const);
    await ask('figure:select', { figure: 'close', part: 'time-wait' });
    await expect(I.explanation).toContainText('TIME_WAIT');
    await ask('figure:run', { figure: 'close', run: 'server-first' });
    await I.seeSource('live');
    await I.seeTold('client', 'close 1001', true);
    await I.seeTold('server', 'close 1001', true);
  });

  test.describe('without a companion', () => {
    test.use({ servedBy: 'file host' });
    test('what was not recorded is computed, its minute of waiting at once', async ({ page }) => {
      const I = new CloseFigure(page);
      await I.open();
      await I.run('no-answer').click();
      await I.seeSource('model');
      await I.seeTold('client', 'close 1006', false);
      await expect(I.row(/^60\.0 s, browser: has waited/)).toHaveCount(1);
    });
  });

  test.describe('without script', () => {
    test.use({ javaScriptEnabled: false });
    test('every recorded end stands as a list', async ({ page }) => {
      await page.goto('/lab/close/');
      const ends = page.locator('figure#close .key-frames li');
      await expect(ends).toHaveCount(9);
      await expect(ends.filter({ hasText: 'both at once' })).toContainText('browser: close 4001');
      await expect(ends.filter({ hasText: 'both at once' })).toContainText('server: close 4002');
    });
  });
});

test.describe('the picker of close codes', () => {
  test('calls close() with a code that script may not say, and shows the exception', async ({ page }) => {
    const I = new CloseCodesFigure(page);
    await I.open();
    await I.code.fill('1006');
    await expect(I.figure).toContainText('must never stand there');
    await I.say(1006).click();
    await expect(I.result).toContainText('close(1006): InvalidAccessError');
  });

  test('says 4001, and the server’s program is told it', async ({ page }) => {
    const I = new CloseCodesFigure(page);
    await I.open('#close-codes?code=4001');
    await I.say(4001).click();
    await expect(I.result).toContainText('the server’s program is told');
    await expect(I.figure).toHaveAttribute('data-state', 'tried');
    await expect(I.result.getByText('close 4001, wasClean true')).toHaveCount(2);
  });

  test('lets a server say 2000, which Chromium takes', async ({ page }) => {
    const I = new CloseCodesFigure(page);
    await I.open();
    await I.button('1016–2999').click();
    await I.code.fill('2000');
    await I.receive(2000).click();
    await expect(I.result).toContainText('close 2000, wasClean true');
  });

  test('keeps what is typed where it is no code, and says what one is', async ({ page }) => {
    const I = new CloseCodesFigure(page);
    await I.open();
    await I.code.fill('99999');
    await expect(I.code).toHaveValue('99999');
    await expect(I.figure.getByRole('status').first()).toContainText('0–65535');
    await expect(I.figure).toContainText('1001 · Going Away');
  });

  test.describe('without a companion', () => {
    test.use({ servedBy: 'file host' });
    test('a model tries it', async ({ page }) => {
      const I = new CloseCodesFigure(page);
      await I.open('#close-codes?code=1005');
      await I.receive(1005).click();
      await expect(I.result).toContainText('error, close 1006, wasClean false');
      await expect(I.figure).toHaveAttribute('data-source', 'model');
    });
  });
});

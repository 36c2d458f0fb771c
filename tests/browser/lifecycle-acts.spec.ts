import { expect, test } from './fixtures.ts';
import { LifecycleFigure } from './lifecycle-figure.ts';

/** Chromium says so whenever `send()` is called too late; no script can keep it from that. */
const TOO_LATE = /WebSocket is already in CLOSING or CLOSED state/;

test('I connect, send and close, and script knows what it was told', async ({ page }) => {
  const I = new LifecycleFigure(page);
  await I.open();
  await I.act('connect').click();
  await I.seeSource('live');
  await I.seeState(/^open/);
  await I.seeTold('open');
  await I.act('send').click();
  await I.seeTold('open', 'message "Hello"');
  await I.act('close-code').click();
  await I.seeState('closed.clean');
  await I.seeTold('open', 'message "Hello"', 'close code 4000, reason "done", wasClean true');
});

test('sent too early, send() throws and the connection opens all the same', async ({ page }) => {
  const I = new LifecycleFigure(page);
  await I.open();
  await I.act('send-early').click();
  await I.seeState(/^open/);
  await expect(I.row('send("Hello") ✕')).toHaveCount(1);
  await I.seeTold('open');
});

test('the server closes: readyState is 2 before any event', async ({ page }) => {
  const I = new LifecycleFigure(page);
  await I.open();
  await I.act('connect').click();
  await I.seeState(/^open/);
  await I.act('server-close').click();
  await I.seeState('closed.clean');
  await I.seeTold('open', 'close code 1001, reason "restart", wasClean true');
  await I.shutter.click();
  await expect(I.row('readyState 1 → 2, no event')).toHaveCount(1);
});

test('the server cuts TCP: 1006, and no error', async ({ page }) => {
  const I = new LifecycleFigure(page);
  await I.open();
  await I.act('connect').click();
  await I.seeState(/^open/);
  await I.act('server-cut').click();
  await I.seeState('closed.abnormal');
  await I.seeTold('open', 'close code 1006, reason "", wasClean false');
});

test('the server falls silent: script knows nothing, and sends into the void', async ({ page }) => {
  const I = new LifecycleFigure(page);
  await I.open();
  await I.act('connect').click();
  await I.seeState(/^open/);
  await I.act('vanish').click();
  await I.seeState(/^open\.path\.halfOpen/);
  await I.act('send').click();
  await expect(I.row('→ text 11 B')).toHaveCount(1);
  await I.seeReadyState(1);
  await I.seeTold('open');
});

test('the page goes away: the wire says 1001, and nobody is told', async ({ page }) => {
  const I = new LifecycleFigure(page);
  await I.open();
  await I.act('connect').click();
  await I.seeState(/^open/);
  await I.act('leave').click();
  await I.seeState(/^closed/);
  await expect(I.row('→ Close 1001')).toHaveCount(1);
  await expect(I.knows).toContainText('There is no script any more');
  await expect(I.act('send')).toHaveAttribute('aria-disabled', 'true');
});

test('send() after the end throws nothing and counts', async ({ page, complaints }) => {
  complaints.allow(TOO_LATE);
  const I = new LifecycleFigure(page);
  await I.open();
  await page.evaluate(() =>
    document.dispatchEvent(new CustomEvent('figure:run', { detail: { figure: 'lifecycle', run: 'send-after-close' } })),
  );
  await expect(I.knows).toContainText('bufferedAmount5');
  await I.seeReadyState(3);
});

test('acting in the past forks into a model, and “back to now” comes back', async ({ page }) => {
  const I = new LifecycleFigure(page);
  await I.open();
  await I.act('connect').click();
  await I.seeState(/^open/);
  await I.act('close').click();
  await I.seeState('closed.clean');
  await I.knownRow('open').getByRole('button').click();
  await I.act('server-cut').click();
  await I.seeSource('model');
  await I.seeState('closed.abnormal');
  await I.button('back to now').click();
  await I.seeSource('live');
  await I.seeState('closed.clean');
});

test.describe('without a companion', () => {
  test.use({ servedBy: 'file host' });
  test('everything can be done to the model', async ({ page }) => {
    const I = new LifecycleFigure(page);
    await I.open();
    await I.act('connect').click();
    await I.seeSource('model');
    await I.act('vanish').click();
    await I.seeState(/^open\.path\.halfOpen/);
  });
  test('acting on the recorded life forks it', async ({ page }) => {
    const I = new LifecycleFigure(page);
    await I.open('#lifecycle?step=4');
    await I.act('server-close').click();
    await I.seeSource('model');
    await I.seeTold('open', 'close code 1001, reason "restart", wasClean true');
    await I.button('back to now').click();
    await I.seeSource('recorded');
  });
});

import { commonProblems, commonWords } from '#content/figures/en/common.ts';
import { maskTexts } from '#content/figures/en/mask.ts';
import { expect, test } from './fixtures.ts';
import { HandshakeFigure } from './handshake-figure.ts';
import { LAB } from './site.ts';

/** A browser that refuses what a page asks of it. */

test.use({ servedBy: 'file host' });

for (const demo of ['handshake', 'negotiation', 'socketio-packet'])
  test.describe(demo, () => {
    test.use({ servedBy: 'companion' });

    test('bytes that were recorded are called so, also where live ones were asked for and did not come', async ({
      page,
    }) => {
      await page.routeWebSocket(/\/ws\/tap/, (socket) => socket.close());
      await page.goto(`/lab/${demo}/`);
      const figure = page.locator(`figure#${demo}`);
      await figure.scrollIntoViewIfNeeded();
      await expect(figure).toHaveAttribute('data-state', /./);
      await figure.getByRole('button', { name: commonWords.live, exact: true }).click();
      await expect(figure.locator('.prov')).toHaveText(commonWords.lost);
      await expect(figure).toHaveAttribute('data-source', 'recorded');
    });
  });

test('a figure goes on where the browser takes no more addresses, and is named by the last once it does', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const keep = History.prototype.replaceState;
    // As Firefox does after 200 in ten seconds, and Safari after 100 in thirty.
    History.prototype.replaceState = function (...given) {
      if (document.documentElement.dataset['refuses']) throw new DOMException('too often', 'SecurityError');
      keep.apply(this, given);
    };
  });
  const I = new HandshakeFigure(page);
  await I.open(LAB);
  await page.evaluate(() => {
    document.documentElement.dataset['refuses'] = 'yes';
  });
  await I.control('reset').click();
  await I.control('step').click();
  await I.control('step').click();
  await I.seeStep(3, 13);
  await page.evaluate(() => {
    document.documentElement.removeAttribute('data-refuses');
  });
  await expect.poll(() => new URL(page.url()).hash).toContain('step=2');
});

test('a part of a figure that does not come is named, and comes when it is asked for again', async ({
  page,
  complaints,
}) => {
  complaints.allow(/ERR_FAILED/);
  await page.goto('/lab/mask/');
  const figure = page.locator('figure#mask');
  await figure.scrollIntoViewIfNeeded();
  await expect(figure).toHaveAttribute('data-state', /./);
  await page.route(/\/(?:DeskFields|Composer)\.[^/]+\.js$/, (route) => route.abort());
  const edit = figure.getByRole('button', { name: maskTexts.ui.edit, exact: true });
  const missing = figure.getByText(commonProblems['page.script'].title);
  await edit.click();
  await expect(missing).toBeVisible();
  await figure.getByRole('button', { name: commonWords.model, exact: true }).click();
  await expect(missing).toHaveCount(2);
  await page.unrouteAll();
  await edit.click();
  await edit.click();
  await expect(figure.getByRole('textbox', { name: maskTexts.ui.payloadText, exact: true })).toBeVisible();
  await figure.getByRole('button', { name: commonWords.recorded, exact: true }).click();
  await figure.getByRole('button', { name: commonWords.model, exact: true }).click();
  await expect(figure.getByRole('textbox', { name: maskTexts.ui.message })).toBeVisible();
  await expect(missing).toHaveCount(0);
});

import { expect, test } from './fixtures.ts';
import { LESSON } from './site.ts';

test.use({ servedBy: 'file host', javaScriptEnabled: false });

test('without script the figure tells every moment of the handshake, with both heads', async ({ page }) => {
  await page.goto(LESSON);
  const figure = page.locator('figure#handshake');
  await expect(figure).toHaveAttribute('data-source', 'recorded');
  const frames = figure.locator('.key-frames > li');
  await expect(frames).toHaveCount(13);
  for (const frame of await frames.all()) {
    await expect(frame).toBeVisible();
    await expect(frame).toContainText(/\d\.\d\d ms · \w+/);
    await expect(frame.getByRole('link')).toHaveAttribute('href', /^https:\/\//);
  }
  const lines = figure.locator('.lines .x');
  await expect(lines).toHaveCount(17);
  for (const line of await lines.all()) await expect(line).toBeVisible();
  await expect(lines.first()).toHaveText(/^GET \/ws\/echo/);
  await expect(figure.getByText('Sec-WebSocket-Accept: ')).toBeVisible();
});

test('without script a coloured word is a link to the line it names', async ({ page }) => {
  await page.goto(LESSON);
  await page.locator('a.word[data-word-part="accept"]').first().click();
  await expect(page.locator('figure#handshake li:target')).toContainText('Sec-WebSocket-Accept:');
});

test('without script every answer can be unfolded and gives its reason', async ({ page }) => {
  await page.goto(LESSON);
  const reasons = page.locator('details.why');
  expect(await reasons.count()).toBe(15);
  for (const reason of await reasons.all()) {
    await reason.locator('summary').click();
    await expect(reason.locator('.reason')).toBeVisible();
    await expect(reason.locator('.reason')).not.toHaveText('');
  }
});

test('without script the code of every tab is shown', async ({ page }) => {
  await page.goto(LESSON);
  for (const panel of await page.locator('[data-code-tabs] .panel').all()) await expect(panel).toBeVisible();
});

test('without script the home page shows its handshake and leads to the lesson', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('#first-light .badge')).toHaveText('recorded');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('bytes of HTTP');
  await page.getByRole('link', { name: 'step through it' }).click();
  await expect(page).toHaveURL(LESSON);
});

test('without script the search page says what to use instead', async ({ page }) => {
  await page.goto('/search/');
  const said = page.locator('main noscript p');
  await expect(said).toBeVisible();
  await expect(said).toContainText('Search runs in your browser and needs script.');
});

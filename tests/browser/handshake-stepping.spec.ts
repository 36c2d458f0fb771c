import { fromHex, latin1Decode } from '#demos/protocol/bytes.ts';
import { expect, test } from './fixtures.ts';
import { HandshakeFigure } from './handshake-figure.ts';
import { LAB, LESSON } from './site.ts';

/** The machine's state at each step of a handshake that succeeds and says hello. */
const STATES = [
  'connecting',
  'awaitingResponse',
  'awaitingResponse',
  'awaitingResponse',
  'validating.status',
  'validating.upgrade',
  'validating.connection',
  'validating.accept',
  'validating.extensions',
  'validating.protocol',
  'open',
  'open',
  'open',
];

test.use({ servedBy: 'file host' });

test('→ goes through all thirteen steps in order and ← back, with the machine in the right state', async ({ page }) => {
  const I = new HandshakeFigure(page);
  await I.open(LAB);
  await I.control('reset').focus();
  await page.keyboard.press('Enter');
  for (const [i, state] of STATES.entries()) {
    await I.seeStep(i + 1, STATES.length);
    await I.seeState(state);
    await page.keyboard.press('ArrowRight');
  }
  await test.step('→ at the end stays there', () => I.seeStep(STATES.length));
  for (const [i, state] of [...STATES.entries()].reverse()) {
    await I.seeStep(i + 1);
    await I.seeState(state);
    await page.keyboard.press('ArrowLeft');
  }
  await test.step('← at the start stays there', () => I.seeStep(1));
});

test('← and → step only while the focus is in the figure', async ({ page }) => {
  const I = new HandshakeFigure(page);
  await I.open(LESSON);
  await I.seeStep(8);
  const word = page.locator('a.word').first();
  await word.focus();
  await page.keyboard.press('ArrowRight');
  await I.seeStep(8);
  await I.control('step').focus();
  await page.keyboard.press('ArrowRight');
  await I.seeStep(9);
});

test('a phase takes me to its first step; reset to the first of all', async ({ page }) => {
  const I = new HandshakeFigure(page);
  await I.open(LAB);
  const firsts = { 'TCP open': 1, request: 2, hash: 3, response: 4, checks: 5, open: 11, frames: 12 };
  for (const [phase, step] of Object.entries(firsts)) {
    await I.phase(phase).click();
    await I.seeStep(step, STATES.length);
    await expect(I.phase(phase)).toHaveAttribute('aria-current', 'step');
  }
  await I.control('reset').click();
  await I.seeStep(1, STATES.length);
});

test.describe('with motion reduced', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('play goes to the end by itself and stops, and nothing slides', async ({ page }) => {
    const I = new HandshakeFigure(page);
    await I.open(LAB);
    for (let presses = 0; presses < 3; presses += 1) await I.control('speed').click();
    await expect(I.control('speed')).toHaveText(/×10/);
    await I.control('reset').click();
    await I.control('play').click();
    await expect(I.control('pause')).toBeVisible();
    await I.seeStep(STATES.length);
    await expect(I.control('play')).toBeVisible();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    const duration = await I.figure
      .locator('.cursor')
      .evaluate((cursor) => getComputedStyle(cursor).transitionDuration);
    expect(Number.parseFloat(duration)).toBeLessThan(0.001);
  });
});

test('each line, chosen by keyboard, shows its own bytes and the source of what is said', async ({ page }) => {
  const I = new HandshakeFigure(page);
  await I.open(LAB);
  const lines = I.figure.locator('.lines button');
  expect(await lines.count()).toBe(17);
  for (const line of await lines.all()) {
    const text = await line.locator('.x').textContent();
    await line.focus();
    await page.keyboard.press('Enter');
    await expect(line).toHaveAttribute('aria-pressed', 'true');
    await expect.poll(async () => latin1Decode(fromHex(await I.hex()))).toBe(`${text}\r\n`);
    await expect(I.explanation.getByRole('link')).toHaveAttribute('href', /^https:\/\//);
    await page.keyboard.press('Enter');
    await expect(line).toHaveAttribute('aria-pressed', 'false');
  }
});

test('a word of the prose selects the part it names', async ({ page }) => {
  const I = new HandshakeFigure(page);
  await I.open(LESSON);
  for (const [part, line] of [
    ['host', 'Host:'],
    ['accept', 'Sec-WebSocket-Accept:'],
    ['request', 'GET '],
  ] as const) {
    await page.locator(`a.word[data-word-part="${part}"]`).first().focus();
    await page.keyboard.press('Enter');
    await expect(I.line(line)).toHaveAttribute('aria-pressed', 'true');
    await expect(I.figure).toBeInViewport();
    expect(new URL(page.url()).hash).toContain('#handshake?');
  }
});

test('a committed prediction runs the figure and unfolds the evidence', async ({ page }) => {
  const I = new HandshakeFigure(page);
  await page.goto(LESSON);
  const prediction = page.getByRole('form', { name: 'predict, before you go on' });
  await prediction.getByRole('radio').first().check();
  await prediction.getByRole('button', { name: 'run it and see' }).click();
  await expect(prediction.getByText('The figure now runs with a wrong accept value')).toBeVisible();
  await I.figure.scrollIntoViewIfNeeded();
  await I.seeSource('model');
  await I.seeState('validating.accept');
  await expect(I.byTheRfc).toContainText('The accept value fits the key');
});

test('"open alone" leads to the figure on a page of its own', async ({ page }) => {
  const I = new HandshakeFigure(page);
  await I.open(LESSON);
  await I.figure.getByRole('link', { name: 'open alone' }).click();
  await expect(page).toHaveURL(LAB);
  await I.seeAwake();
});

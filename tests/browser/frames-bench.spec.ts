import { framesTexts } from '#content/figures/en/frames.ts';
import { expect, test } from './fixtures.ts';
import { FramesFigure } from './frames-figure.ts';

const { ui, rules } = framesTexts;
const HELLO = '81 85 37 fa 21 3d 7f 9f 4d 51 58';

test.use({ servedBy: 'file host' });

test('by keyboard alone: a bit is flipped, the rule it breaks is named, and flipped back all is well', async ({
  page,
}) => {
  const I = new FramesFigure(page);
  await I.lay(HELLO);
  await I.seeState('deliver');
  await I.bit(0).focus();
  await page.keyboard.press('ArrowRight');
  await expect(I.bit(1)).toBeFocused();
  await expect(I.explanation).toContainText('RSV1, 2, 3');
  await page.keyboard.press('Space');
  await I.seeBytes(/^c1 85/);
  await I.seeState('failed');
  await expect(I.bit(1)).toBeFocused();
  await expect(I.verdict).toContainText(rules['frame.rsv1']?.title ?? '');
  await expect(I.verdict).toContainText('1002');
  await expect(I.verdict.locator('.hex i')).toHaveText(['88', '02', '03', 'ea']);
  await expect(I.figure).toContainText('reading stopped after byte 1; the other 9 were never parsed');
  await page.keyboard.press('Enter');
  await I.seeBytes(HELLO);
  await expect(I.verdict).toHaveCount(0);
});

test('a bit pressed on a phone stays under the finger', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  const I = new FramesFigure(page);
  await I.lay(HELLO);
  await I.bit(1).focus();
  const before = await I.bit(1).boundingBox();
  await page.keyboard.press('Space');
  await I.seeState('failed');
  await expect(I.verdict).toBeVisible();
  const after = await I.bit(1).boundingBox();
  // The rule over a guilty bit is a pixel thicker.
  expect(Math.abs((after?.y ?? 0) - (before?.y ?? Infinity))).toBeLessThanOrEqual(1);
});

test('the arrow keys stay in the diagram and do not step the decoder', async ({ page }) => {
  const I = new FramesFigure(page);
  await I.lay(HELLO);
  await I.bit(0).focus();
  for (const key of ['End', 'ArrowDown', 'Home', 'ArrowLeft']) await page.keyboard.press(key);
  await expect(I.bit(15)).toBeFocused();
  await I.seeState('deliver');
});

test('a length bit flipped makes bytes that are not here yet, and the focus stays on it', async ({ page }) => {
  const I = new FramesFigure(page);
  await I.lay(HELLO);
  await I.bit(12).click();
  await I.seeBytes(/^81 8d/);
  await I.seeState('payload');
  await expect(I.explanation).toContainText('length, 13');
  await expect(I.figure.locator('.fld.absent')).not.toHaveCount(0);
  await expect(I.bit(12)).toBeFocused();
});

test('one selection: a payload byte lights its byte on the wire and the key byte it is masked with', async ({
  page,
}) => {
  const I = new FramesFigure(page);
  await I.lay(HELLO);
  await I.button(`${ui.payload} [4]`).click();
  const lit = I.figure.locator('.strip .lit');
  await expect(lit).toHaveText([/37/, /58/]);
  await expect(I.explanation).toContainText('payload [4], 58');
});

test('← and → feed the decoder field by field, and what it has not read is not lit', async ({ page }) => {
  const I = new FramesFigure(page);
  await I.lay(HELLO);
  await I.control('reset').click();
  const unread = I.figure.locator('.strip .future');
  for (const [state, left] of [
    ['info', 11],
    ['mask', 9],
    ['payload', 5],
    ['deliver', 0],
  ] as const) {
    await I.seeState(state);
    await expect(unread).toHaveCount(left);
    await page.keyboard.press('ArrowRight');
  }
  await page.keyboard.press('ArrowLeft');
  await I.seeState('payload');
});

test('hex is taken as people write it; what is no hex is named with its place, and stays', async ({ page }) => {
  const I = new FramesFigure(page);
  await I.open();
  await I.hexField.fill('0x89, 0x80 00000000');
  await expect(I.figure.locator('.strip li')).toHaveCount(6);
  await I.seeState('deliver');
  await I.hexField.fill('89 8q');
  await expect(I.figure.getByRole('alert')).toContainText('Character 5, “q”');
  await expect(I.hexField).toHaveValue('89 8q');
  await expect(I.figure.locator('.strip li')).toHaveCount(6);
});

test('a frame is built from controls: the jumps at 126 and 65,536 are felt', async ({ page }) => {
  const I = new FramesFigure(page);
  await I.lay(HELLO);
  const form = I.figure.locator('.forms, table').locator('tr[aria-current="true"]');
  for (const [length, header, field] of [
    ['125', '81 fd', '7 bits'],
    ['126', '81 fe 00 7e', '7 + 16 bits'],
    ['65,536', '81 ff 00 00 00 00 00 01 00 00', '7 + 64 bits'],
  ] as const) {
    await I.button(length).click();
    await I.seeBytes(new RegExp(`^${header}`));
    await expect(form).toContainText(field);
  }
  await I.figure.getByLabel(ui.opcode, { exact: true }).selectOption('9');
  await expect(I.verdict).toContainText(rules['frame.control-length']?.title ?? '');
});

test('three receivers differ over a length that is not minimal, each with its reason', async ({ page }) => {
  const I = new FramesFigure(page);
  await I.lay('81 fe 00 05 37 fa 21 3d 7f 9f 4d 51 58');
  await expect(I.policy(0)).toContainText(`${ui.refuses}: 1002`);
  await expect(I.policy(1)).toContainText(ui.accepts);
  await expect(I.policy(1)).toContainText('81 7e 00 05 48 65 6c 6c 6f');
  await expect(I.policy(2)).toContainText(`${ui.refuses}: 1002`);
  await expect(I.figure.locator('.because')).toContainText(framesTexts.differences.minimalLength);
  await I.seeState('failed');
  await I.policy(1).getByRole('button').click();
  await I.seeState('deliver');
});

test('bytes are copied as hex, JavaScript and printf; a link opens the same frame with the same part chosen', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const I = new FramesFigure(page);
  const copied = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
  await I.lay('89 00', 'server');
  await I.button(ui.hex).click();
  await expect(I.notice).toHaveText(ui.copiedBytes);
  expect(await copied()).toBe('89 00');
  await I.button(ui.javaScript).click();
  await expect.poll(copied).toBe('Uint8Array.of(0x89, 0x00)');
  await I.button(ui.printf).click();
  await expect.poll(copied).toBe("printf '\\x89\\x00'");
  await I.field('opcode').click();
  await I.control(ui.copyLink).click();
  await expect(I.notice).toHaveText(ui.copied);
  const link = await copied();
  await page.goto('about:blank');
  await I.open(link);
  await I.seeBytes('89 00');
  await expect(I.field('opcode')).toHaveAttribute('aria-pressed', 'true');
});

test('opening the page does not change its address', async ({ page }) => {
  await new FramesFigure(page).open();
  expect(new URL(page.url()).hash).toBe('');
});

test('without a companion any line of the recorded log opens, and the arrow keys go from line to line', async ({
  page,
}) => {
  const I = new FramesFigure(page);
  await I.open();
  await I.rows.filter({ hasText: 'ping' }).first().focus();
  await page.keyboard.press('Enter');
  await I.seeBytes(/^89 /);
  await page.keyboard.press('ArrowDown');
  await expect(I.rows.filter({ hasText: 'pong' }).first()).toBeFocused();
});

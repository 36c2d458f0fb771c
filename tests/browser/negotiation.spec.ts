import { negotiationTexts } from '#content/figures/en/negotiation.ts';
import { BROKEN_HANDSHAKE } from './complaints.ts';
import { expect, test } from './fixtures.ts';
import { NegotiationFigure } from './negotiation-figure.ts';

const { ui, parts } = negotiationTexts;

test('a recorded case is shown from its end, and stepped through', async ({ page }) => {
  const figure = new NegotiationFigure(page);
  await figure.open();
  await figure.pick('chat-none');
  await figure.seeState('failed');
  await expect(figure.verdict(ui.rfc)).toContainText('opens');
  await expect(figure.verdict(ui.wsClient)).toContainText('Server sent no subprotocol');
  // The focus is on the case: the arrow keys step.
  await page.keyboard.press('ArrowLeft');
  await figure.seeState('answered');
  await expect(page).toHaveURL(/#negotiation\?run=chat-none&step=1$/);
});

test('the same offer fails or opens live, by what ws answers', async ({ page, complaints }) => {
  complaints.allow(BROKEN_HANDSHAKE);
  const figure = new NegotiationFigure(page);
  await figure.open('#negotiation?run=chat-none');
  await figure.button('live').click();
  await figure.seeSource('live');
  await figure.seeState('failed');
  await figure.pick('chat-chosen');
  await figure.seeState('agreed.plain');
  await figure.pick('deflate');
  await figure.seeState('agreed.compressed');
  await expect(figure.agreed(ui.secondEcho)).toContainText('c1 05 f2 00 11 00 00');
});

test('what the reader writes on both sides is sent when they say so', async ({ page, complaints }) => {
  complaints.allow(BROKEN_HANDSHAKE);
  const figure = new NegotiationFigure(page);
  await figure.open();
  await figure.write();
  await figure.protocols.fill('a, b');
  await figure.figure.getByLabel(ui.byHand, { exact: true }).check();
  await figure.lines.fill(
    'Sec-WebSocket-Protocol: b\nSec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9',
  );
  await figure.seeSource('recorded');
  await figure.button(ui.open).click();
  await figure.seeSource('live');
  await figure.seeState('agreed.compressed');
  await expect(figure.agreed(ui.subprotocol)).toContainText('b');
  await expect(figure.agreed(ui.window)).toContainText('9 bits: 512 bytes');
  // Enter in a field sends, too.
  await figure.protocols.fill('a');
  await figure.protocols.press('Enter');
  await figure.seeState('failed');
  await expect(figure.verdict(ui.rfc)).toContainText('one of those offered: a');
});

test('a name that is no token is the constructor’s to throw out', async ({ page }) => {
  const figure = new NegotiationFigure(page);
  await figure.open();
  await figure.write();
  await figure.protocols.fill('chat, chat');
  await figure.protocols.press('Enter');
  await figure.seeState('failed');
  await expect(figure.verdict(/Chrom/)).toContainText('SyntaxError');
});

test('what cannot be chosen is said, and nothing typed is lost', async ({ page }) => {
  const figure = new NegotiationFigure(page);
  await figure.open();
  await figure.write();
  await figure.figure.getByLabel(ui.name).fill('a b');
  await figure.button(ui.open).click();
  await expect(figure.figure.locator('form [role=status]')).toContainText('expected a token');
  await expect(figure.figure.getByLabel(ui.name)).toHaveValue('a b');
  await figure.seeSource('recorded');
});

test('what the reader wrote is still there after a case was looked at', async ({ page }) => {
  const figure = new NegotiationFigure(page);
  await figure.open();
  await figure.write();
  await figure.protocols.fill('mine');
  await figure.pick('deflate');
  await expect(figure.protocols).toHaveValue('');
  await figure.button(ui.yours).click();
  await expect(figure.protocols).toHaveValue('mine');
});

test('a link keeps what was written, and sends nothing', async ({ page }) => {
  const figure = new NegotiationFigure(page);
  await figure.open('#negotiation?own=1&protocols=x%2C+y&by=hand&lines=X%3A+1');
  await expect(figure.protocols).toHaveValue('x, y');
  await expect(figure.lines).toHaveValue('X: 1');
  await figure.seeSource('recorded');
});

test('a part is selected everywhere at once', async ({ page }) => {
  const figure = new NegotiationFigure(page);
  await figure.open('#negotiation?run=chat-chosen&part=protocol');
  await expect(figure.figure.locator('li.lit')).toHaveCount(2);
  await expect(figure.figure.locator('tr.lit')).toHaveCount(1);
  await expect(figure.figure.locator('.explain')).toContainText(parts.protocol.title);
});

test.describe('without a companion', () => {
  test.use({ servedBy: 'file host' });

  test('what is written runs on the model, and tells nobody', async ({ page }) => {
    const figure = new NegotiationFigure(page);
    await figure.open('#negotiation?run=chat-none');
    await figure.write();
    await figure.protocols.fill('chat, v2.chat');
    await figure.figure.getByLabel(ui.selectFirst).check();
    await figure.button(ui.open).click();
    await figure.seeSource('model');
    await figure.seeState('agreed.plain');
    await expect(figure.answered('chat')).toBeVisible();
    await expect(figure.verdict(ui.modelBrowser)).toContainText('opens');
  });
});

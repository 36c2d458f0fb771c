import { RAW_LIMIT } from '#demos/capture/side-channel.ts';
import { BROKEN_HANDSHAKE } from './complaints.ts';
import { expect, test, withMortalCompanion } from './fixtures.ts';
import { HandshakeFigure } from './handshake-figure.ts';
import { LAB } from './site.ts';

const HEAD = (line: string): string => `GET /ws/echo HTTP/1.1\n${line}`;

test('whatever I send as a request gets an answer or a clear verdict', async ({ page }) => {
  const heads: Readonly<Record<string, string>> = {
    'binary junk': '\u0000\u0001\u00ff\u{1f642}\u0007\u001b[2J',
    'no header': 'GET / HTTP/1.1',
    '200 headers': HEAD(Array.from({ length: 200 }, (_, i) => `X-${i}: ${'y'.repeat(40)}`).join('\n')),
    'a head too long for the server': HEAD(`X-Long: ${'y'.repeat(20_000)}`),
    markup: HEAD('X: <script>alert(1)</script><img src=x onerror=alert(2)>'),
  };
  const I = new HandshakeFigure(page);
  await I.open(LAB);
  for (const [name, head] of Object.entries(heads)) {
    await test.step(name, async () => {
      await I.edit('request');
      await I.editor.fill(head);
      await I.send();
      await I.seeSettled();
      await expect(I.verdicts).toBeVisible();
      await expect(I.byTheRfc).toContainText(/refuses|fails|passes/);
      await expect(I.whatHappened).toContainText(/answered HTTP\/1\.1 4\d\d|closed|Nothing/);
    });
  }
});

test('a request that is only line breaks gets a verdict of its own', async ({ page }) => {
  const I = new HandshakeFigure(page);
  await I.open(LAB);
  for (const head of ['', '\n\n\n', '\\n']) {
    await I.edit('request');
    await I.editor.fill(head);
    await I.send();
    await I.seeSettled();
    await I.seeSource('live');
    await expect(I.whatHappened).not.toContainText('this is the model');
    await expect(I.byTheRfc).not.toContainText('nothing to check yet');
  }
});

test('whatever I send as a response, my browser is asked what it makes of it', async ({ page, complaints }) => {
  complaints.allow(BROKEN_HANDSHAKE);
  const heads: Readonly<Record<string, string>> = {
    'one line break': '\n',
    'binary junk': '\u0000\u0001\u00ff\u{1f642}\u0007',
    '200 headers': `HTTP/1.1 101 Switching Protocols\n${Array.from({ length: 200 }, (_, i) => `X-${i}: y`).join('\n')}`,
    'bare LF': 'HTTP/1.1 101 Switching Protocols\\n\nUpgrade: websocket\\n\nConnection: Upgrade\\n',
  };
  const I = new HandshakeFigure(page);
  await I.open(LAB);
  for (const [name, head] of Object.entries(heads)) {
    await test.step(name, async () => {
      await I.edit('response');
      await I.editor.fill(head);
      await I.send();
      await I.seeSettled();
      await expect(I.byTheRfc).toContainText('The client notices and fails the connection');
      await expect(I.whatHappened).toContainText('Script was told: error, close 1006.');
    });
  }
});

test('a paste of 10 MB never reaches the field, and what stood there stays', async ({ page }) => {
  const I = new HandshakeFigure(page);
  await I.open(LAB);
  await I.edit('request');
  const before = await I.editor.inputValue();
  const taken = await I.editor.evaluate((editor) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', 'GET / HTTP/1.1\n'.repeat(666_667));
    return editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  expect(taken).toBe(false);
  await expect(I.problem).toContainText('expected at most 65,536 bytes');
  await expect(I.editor).toHaveValue(before);
});

test('10 MB put into the field are refused at once, in words, and stay where they are', async ({ page }) => {
  const I = new HandshakeFigure(page);
  await I.open(LAB);
  await I.edit('request');
  await page.evaluate(() => {
    const editor = document.querySelector('textarea');
    if (!editor) return;
    editor.value = 'x'.repeat(10_000_000);
    editor.dispatchEvent(new InputEvent('input', { bubbles: true }));
  });
  await I.send();
  await expect(I.problem).toContainText('Too large to send: Found 10,000,000 bytes; expected at most 65,536 bytes.');
  expect(await I.editor.evaluate((editor: HTMLTextAreaElement) => editor.value.length)).toBe(10_000_000);
  await test.step('the limit itself is taken', async () => {
    const around = 'GET / HTTP/1.1\r\nX: \r\n\r\n'.length;
    await I.editor.fill(`GET / HTTP/1.1\nX: ${'y'.repeat(RAW_LIMIT - around)}`);
    await I.send();
    await expect(I.problem).toHaveCount(0);
    await expect(I.verdicts).toBeVisible();
  });
});

test('what I typed survives closing the editor, and "restore" brings the head back', async ({ page }) => {
  const I = new HandshakeFigure(page);
  await I.open(LAB);
  await I.edit('request');
  const untouched = await I.editor.inputValue();
  await I.editor.fill(HEAD('Host: mine'));
  await test.step('a look at the other head does not lose it', async () => {
    await I.send();
    await I.seeSettled();
    await I.edit('response');
    await page.keyboard.press('Escape');
    await I.edit('request');
    await expect(I.editor).toHaveValue(HEAD('Host: mine'));
  });
  await I.button('restore').click();
  await expect(I.editor).toHaveValue(untouched);
});

test('← and → move in the text while I edit, and Esc gives the focus back', async ({ page }) => {
  const I = new HandshakeFigure(page);
  await I.open(LAB);
  await I.edit('request');
  await page.keyboard.press('ArrowRight');
  await I.seeStep(8);
  await page.keyboard.press('Escape');
  await expect(I.button('edit the request')).toBeFocused();
});

withMortalCompanion('what I typed survives the death of the companion', async ({ page, mortal, complaints }) => {
  complaints.allow(BROKEN_HANDSHAKE);
  // The figure keeps its state in the address, and with every new address the browser asks for the icon.
  complaints.allow(/favicon\.svg|Failed to load resource: net::ERR_CONNECTION_REFUSED/);
  const I = new HandshakeFigure(page);
  await I.open(LAB);
  await I.button('live').click();
  await I.seeSource('live');
  await I.seeStep(8, 13);
  await I.edit('request');
  await I.editor.fill(HEAD('Host: mine'));
  await mortal.kill();
  await I.seeStatus(/companion lost/);
  await expect(I.editor).toHaveValue(HEAD('Host: mine'));
  await test.step('sending it now changes nothing', async () => {
    await I.send();
    await I.seeStatus(/companion lost/);
    await expect(I.editor).toHaveValue(HEAD('Host: mine'));
  });

  await mortal.revive();
  await I.seeStatus(/^Chromium/);
  await I.send();
  await expect(I.whatHappened).toContainText('answered HTTP/1.1 426 Upgrade Required');
});

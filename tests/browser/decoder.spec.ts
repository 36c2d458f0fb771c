import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { FORMATS } from '#demos/decoder/format-bytes.ts';
import { concat, fromHex } from '#demos/protocol/bytes.ts';
import { DecoderPage } from './decoder-figure.ts';
import { expect, test } from './fixtures.ts';

const RFC = { masked: '81 85 37 fa 21 3d 7f 9f 4d 51 58', plain: '81 05 48 65 6c 6c 6f' };
/** As many frames as asked for, alternately from the client and from the server. */
const frames = (count: number): Uint8Array =>
  concat(...Array.from({ length: count }, (_, i) => fromHex(i % 2 ? RFC.plain : RFC.masked)));

test.use({ servedBy: 'file host' });

test('the page begins with an example that is decoded already, and opens any of its rows', async ({ page }) => {
  const I = new DecoderPage(page);
  await I.open();
  await I.seeState('shown');
  await expect(I.rows).toHaveCount(8);
  await expect(I.figure).toHaveAttribute('data-source', 'recorded');
  await I.rows.filter({ hasText: '430[3]' }).click();
  await expect(I.detail).toContainText('ACK');
  await expect(I.detail).toContainText('ack id');
});

test('what I type is recognised, decoded, and shown with its fields, bits and bytes', async ({ page }) => {
  const I = new DecoderPage(page);
  await I.open();
  await I.give(`${RFC.masked}\n${RFC.plain}`);
  await expect(I.figure).toContainText('Read as hex; 18 bytes; both directions');
  await expect(I.rows).toHaveCount(2);
  await expect(I.detail).toContainText('37 fa 21 3d');
  await I.detail.getByRole('button', { name: /^opcode/ }).click();
  await expect(I.detail.locator('.lit')).toHaveText(['81']);
  await expect(I.detail).toContainText('RFC 6455 §5.2');
});

test.describe('from the companion', () => {
  test.use({ servedBy: 'companion' });
  test('each example says what it is there to say', async ({ page }) => {
    const I = new DecoderPage(page);
    await I.open();
    await I.figure.getByRole('button', { name: 'compressed', exact: true }).click();
    await expect(I.rows).toHaveCount(2);
    await I.rows.nth(1).click();
    await expect(I.detail).toContainText('inflated, 5 bytes');
    await I.figure.getByRole('button', { name: 'a broken frame' }).click();
    await I.seeState('stopped');
    await I.figure.getByRole('button', { name: 'show it' }).click();
    await expect(I.detail).toContainText('Found 0x0; expected 0x1, 0x2');
    await I.figure.getByRole('button', { name: 'Socket.IO', exact: true }).click();
    await I.seeState('shown');
    await expect(I.rows).toHaveCount(8);
  });
});

test('bad input says where it stopped and why; what stood before it and what I typed are kept', async ({ page }) => {
  const I = new DecoderPage(page);
  await I.open();
  const typed = `${RFC.plain}\n${RFC.plain} 8x 05`;
  await I.give(typed);
  await I.seeState('stopped');
  await expect(I.rows).toHaveCount(2);
  await expect(I.figure.getByText('Line 2, character 23.')).toBeVisible();
  await expect(I.input).toHaveValue(typed);
  await I.figure.getByRole('button', { name: 'mark in the text' }).first().click();
  const marked = await I.input.evaluate((field: HTMLTextAreaElement) =>
    field.value.slice(field.selectionStart, field.selectionEnd),
  );
  expect(marked).toBe('x');
});

test('what I say overrides the guess', async ({ page }) => {
  const I = new DecoderPage(page);
  await I.open();
  await I.give(RFC.plain);
  await I.seeState('shown');
  await I.figure.getByLabel('sent by').selectOption('client');
  await I.seeState('stopped');
  await expect(I.detail).toContainText('A client masks every frame');
});

test('10,000 frames are decoded by the worker, listed whole, and drawn only where they are in sight', async ({
  page,
}) => {
  const I = new DecoderPage(page);
  await I.open();
  await I.openFile('frames.txt', FORMATS.hexdump(frames(10_000)));
  await I.seeState('shown');
  await expect(I.figure).toContainText('10,000 rows');
  await expect(I.rows.first()).toHaveAttribute('aria-setsize', '10000');
  expect(await I.rows.count()).toBeLessThan(60);
  await I.list.press('End');
  await expect(I.chosen).toHaveAttribute('aria-posinset', '10000');
  await expect(I.chosen).toBeInViewport();
  expect(await I.rows.count()).toBeLessThan(60);
  await expect(I.detail).toContainText('from byte 34,993 of its direction');
});

test('a packet capture is decoded, and one of its connections can be looked at alone', async ({ page }) => {
  const I = new DecoderPage(page);
  await I.open();
  // Two clients of a WebSocket server, recorded with dumpcap.
  await I.openFile('cooked.pcap', readFileSync(new URL('../fixtures/packets/cooked.pcap', import.meta.url)));
  await I.seeState('shown');
  await expect(I.figure).toContainText(
    'Read as packet capture; 4,210 bytes; both directions; with the opening handshake',
  );
  const shown = (text: string) => expect(I.figure.locator('.filters')).toContainText(text);
  await shown('20 rows');
  await I.figure.getByLabel('connection').selectOption({ index: 2 });
  await shown('10 of 20 rows');
  await expect(I.rows.first().locator('.cn')).toHaveText('2');
  await I.rows.filter({ hasText: 'ping' }).click();
  await expect(I.detail).toContainText('masking key');
});

test('a packet capture that breaks off says at which byte of the file, and keeps what stands before it', async ({
  page,
}) => {
  const I = new DecoderPage(page);
  await I.open();
  const file = readFileSync(new URL('../fixtures/packets/cooked.pcap', import.meta.url));
  await I.openFile('cut.pcap', file.subarray(0, 3000));
  await I.seeState('stopped');
  await expect(I.figure.locator('.ended')).toContainText(
    /A packet capture that breaks off\.\s+At byte 2,\d{3} of the file/,
  );
  await expect(I.rows.first()).toContainText('GET /chat HTTP/1.1');
});

test('an empty page offers three beginnings; what a dump looks like is said by name', async ({ page }) => {
  const I = new DecoderPage(page);
  await I.open();
  for (const [name, count, says] of [
    ['an opening handshake', 2, '101 Switching Protocols'],
    ['a masked frame and its text', 1, 'Hello'],
    ['a Socket.IO event', 8, 'EVENT'],
  ] as const) {
    await I.figure.getByRole('button', { name: 'clear' }).click();
    await I.seeState('empty');
    await I.figure.locator('.ended').getByRole('button', { name }).click();
    await expect(I.rows).toHaveCount(count);
    await expect(I.figure.getByRole('textbox', { name: /^Bytes/ })).toBeFocused();
    await expect(I.list).toContainText(says);
  }
  await expect(I.figure).toContainText('This looks like the output of hexdump -C');
  await I.give('00000000: 8105 4865 6c6c 6f                        ..Hello');
  await expect(I.figure).toContainText('This looks like the output of xxd');
});

test('by keyboard: ↑ ↓ Page Up, Page Down, Home and End move the choice, and the list keeps the focus', async ({
  page,
}) => {
  const I = new DecoderPage(page);
  await I.open();
  await I.give(FORMATS.hex(frames(200)));
  await expect(I.figure).toContainText('200 rows');
  await I.list.focus();
  const at = async (): Promise<number> => Number(await I.chosen.getAttribute('aria-posinset'));
  for (const [key, place] of [
    ['ArrowDown', 2],
    ['ArrowDown', 3],
    ['ArrowUp', 2],
    ['End', 200],
    ['ArrowDown', 200],
    ['Home', 1],
  ] as const) {
    await page.keyboard.press(key);
    await expect(I.chosen).toHaveAttribute('aria-posinset', String(place));
  }
  await page.keyboard.press('PageDown');
  expect(await at()).toBeGreaterThan(8);
  await page.keyboard.press('PageUp');
  expect(await at()).toBe(1);
  await expect(I.list).toBeFocused();
  const named = await I.list.getAttribute('aria-activedescendant');
  await expect(page.locator(`#${CSS_ESCAPE(named ?? '')}`)).toHaveAttribute('aria-selected', 'true');
});
const CSS_ESCAPE = (id: string): string => id.replace(/[^\w-]/g, '\\$&');

test('filters by direction, kind, length and text, and says how many of how many', async ({ page }) => {
  const I = new DecoderPage(page);
  await I.open();
  await I.give(`${RFC.masked} ${RFC.plain} 89 00 82 03 01 02 03`);
  const shown = (text: string) => expect(I.figure.locator('.filters')).toContainText(text);
  await shown('4 rows');
  await I.figure.getByLabel('direction').selectOption('server-to-client');
  await shown('3 of 4 rows');
  await I.figure.getByLabel('kind').selectOption('ping');
  await shown('1 of 4 rows');
  await I.figure.getByRole('button', { name: 'show all' }).click();
  // The button went with its filter; the next key still has somewhere to go.
  await expect(I.figure.getByLabel('direction')).toBeFocused();
  await I.figure.getByLabel('bytes from').fill('4');
  await shown('2 of 4 rows');
  await I.figure.getByLabel('bytes from').fill('');
  await I.figure.getByLabel('contains').fill('HELL');
  await shown('2 of 4 rows');
});

test('a link brings back bytes, settings and row', async ({ page, context }) => {
  const I = new DecoderPage(page);
  await I.open();
  await I.give(`${RFC.plain} ${RFC.masked}`);
  await I.rows.nth(1).click();
  await expect(page).toHaveURL(/#decoder\?bytes=[\w-]+&row=1$/);
  const other = new DecoderPage(await context.newPage());
  await other.page.goto(page.url());
  await expect(other.rows).toHaveCount(2);
  await expect(other.chosen).toHaveAttribute('aria-posinset', '2');
  await expect(other.input).toHaveValue(`${RFC.plain} 81 85 37 fa 21 3d 7f 9f 4d\n51 58`);
});

test('what was decoded is saved as a capture, which opens again', async ({ page }) => {
  const I = new DecoderPage(page);
  await I.open();
  await I.give(`${RFC.plain} ${RFC.masked}`);
  const download = page.waitForEvent('download');
  await I.figure.getByRole('button', { name: 'save JSON' }).click();
  const saved = readFileSync(await (await download).path(), 'utf8');
  await I.openFile('decoded.json', saved);
  await expect(I.figure).toContainText('Read as capture (JSON)');
  await expect(I.rows).toHaveCount(2);
});

test('nothing leaves the page: once the decoder is there, decoding asks for nothing', async ({ page }) => {
  const I = new DecoderPage(page);
  await I.open();
  await I.give(RFC.plain);
  const asked: string[] = [];
  // Chromium looks at the icon again whenever the address changes.
  page.on('request', (request) => request.url().endsWith('/favicon.svg') || asked.push(request.url()));
  page.on('websocket', (socket) => asked.push(socket.url()));
  await I.give(`${RFC.masked} ${RFC.plain}`);
  await I.openFile('frames.hex', FORMATS.plain(frames(1000)));
  await expect(I.figure).toContainText('1,000 rows');
  await I.rows.nth(3).click();
  await expect(I.detail).toContainText('on the wire');
  expect(asked).toEqual([]);
});

test('a file can be dropped anywhere on the figure', async ({ page }) => {
  const I = new DecoderPage(page);
  await I.open();
  const data = await page.evaluateHandle((hex) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([hex], 'dropped.hex'));
    return transfer;
  }, RFC.plain);
  await I.list.dispatchEvent('drop', { dataTransfer: data });
  await expect(I.input).toHaveValue(RFC.plain);
  await expect(I.rows).toHaveCount(1);
});

for (const [width, colorScheme] of [
  [1280, 'light'],
  [1280, 'dark'],
  [360, 'light'],
  [360, 'dark'],
] as const)
  test(`with a broken frame it has no accessibility violation and scrolls inside itself: ${width} px, ${colorScheme}`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    const I = new DecoderPage(page);
    await I.open();
    await I.figure.getByRole('button', { name: 'a broken frame' }).click();
    await I.seeState('stopped');
    await I.rows.nth(3).click();
    await expect(I.detail.locator('.broken')).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`),
    ).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('says what it does, and shows one example decoded', async ({ page }) => {
    await page.goto('/lab/decoder/');
    const figure = page.locator('figure#decoder');
    await expect(figure.locator('.key-frames li')).toHaveCount(8);
    await expect(figure).toContainText('With script, this page decodes bytes that you paste');
    await expect(
      figure.locator('textarea, select, input, .given button, .detail button').filter({ visible: true }),
    ).toHaveCount(0);
  });
});

import { acceptKey } from '#demos/protocol/accept-key.ts';
import { BROKEN_HANDSHAKE } from './complaints.ts';
import { expect, test, withMortalCompanion } from './fixtures.ts';
import { Home } from './home.ts';

const bytesIn = (lines: readonly string[]): number => `${lines.join('\r\n')}\r\n\r\n`.length;

test.describe('with the companion', () => {
  test('the first screen shows the handshake my browser has just made', async ({ page }) => {
    const I = new Home(page);
    const sent = I.overhearHandshakes();
    await page.goto('/');
    await I.seeSource('live');

    await test.step('within the first screen', () => expect(I.badge).toBeInViewport());
    const handshake = await I.echoHandshake(sent);
    await test.step('it prints the request line for line, but for the tap id', async () => {
      expect(await I.requestLines()).toEqual(handshake.request);
    });
    await test.step('it prints the response line for line', async () => {
      expect(await I.responseLines()).toEqual(handshake.response);
    });
    await test.step('the accept value is the sum for this key', async () => {
      expect(await I.accept()).toBe(acceptKey(await I.key()).accept);
    });
    await test.step('the headline counts the bytes of both heads', async () => {
      await expect(I.headline).toContainText(
        `Your browser just sent ${bytesIn(handshake.request)} bytes of HTTP and got ${bytesIn(handshake.response)} back`,
      );
    });
    await test.step('a masked frame goes out and its echo comes back, "Hello" both ways', async () => {
      const [out = '', back = ''] = await I.frames();
      expect(out).toMatch(/^81 85( [0-9a-f]{2}){9}$/);
      expect(back).toBe('81 05 48 65 6c 6c 6f');
    });
  });

  test('"send again" makes another handshake, with another key and its own answer', async ({ page }) => {
    const I = new Home(page);
    await page.goto('/');
    await I.seeSource('live');
    const first = await I.key();
    await I.press('send again');
    await expect.poll(() => I.key()).not.toBe(first);
    expect(await I.accept()).toBe(acceptKey(await I.key()).accept);
  });
});

test.describe('on a file host', () => {
  test.use({ servedBy: 'file host' });

  test('the first screen shows a recorded handshake, says so, and opens no socket', async ({ page }) => {
    const I = new Home(page);
    const sockets: string[] = [];
    page.on('websocket', (socket) => sockets.push(socket.url()));
    await page.goto('/');
    await I.seeAwake();

    await I.seeSource('recorded');
    await expect(I.badge).toBeInViewport();
    const [sent, got] = [bytesIn(await I.requestLines()), bytesIn(await I.responseLines())];
    await expect(I.headline).toContainText(`Chromium sent ${sent} bytes of HTTP and got ${got} back`);
    expect(await I.accept()).toBe(acceptKey(await I.key()).accept);
    await test.step('"send again" says what it needs', async () => {
      await expect(I.button('send again')).toHaveAttribute('aria-disabled', 'true');
      await expect(I.button('send again')).toHaveAttribute('title', /npm start/);
    });
    expect(sockets).toEqual([]);
  });
});

withMortalCompanion(
  'when the companion dies the figure says so, keeps my bytes, and comes back by itself',
  async ({ page, mortal, complaints }) => {
    complaints.allow(BROKEN_HANDSHAKE);
    const I = new Home(page);
    await page.goto('/');
    await I.seeSource('live');
    const key = await I.key();

    await mortal.kill();
    await I.seeStatus('companion lost; trying again');
    expect(await I.key()).toBe(key);

    await mortal.revive();
    await I.seeStatus(/^Chromium/);
    await I.press('send again');
    await expect.poll(() => I.key()).not.toBe(key);
  },
);

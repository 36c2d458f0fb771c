import { handshakeTexts } from '#content/figures/en/handshake.ts';
import { HANDSHAKE_FAULTS, type HandshakeFaultId } from '#demos/protocol/faults-handshake.ts';
import { BROKEN_HANDSHAKE } from './complaints.ts';
import { expect, test } from './fixtures.ts';
import { HandshakeFigure } from './handshake-figure.ts';
import { LAB } from './site.ts';

type FaultOf<Side extends string> = Extract<HandshakeFaultId, `${Side}.${string}`>;

/** What ws 8.23.0 answers to each broken request, and whether that is the RFC's verdict too. */
const ANSWERS: Readonly<Record<FaultOf<'request'>, readonly [status: string, agreement: 'agree' | 'differ']>> = {
  'request.method-post': ['405 Method Not Allowed', 'agree'],
  'request.http-1-0': ['101 Switching Protocols', 'differ'],
  'request.no-host': ['101 Switching Protocols', 'differ'],
  'request.no-upgrade': ['426 Upgrade Required', 'agree'],
  'request.no-connection': ['426 Upgrade Required', 'agree'],
  'request.short-key': ['400 Bad Request', 'agree'],
  'request.no-key': ['400 Bad Request', 'agree'],
  'request.two-keys': ['400 Bad Request', 'agree'],
  'request.version-8': ['101 Switching Protocols', 'differ'],
  'request.version-12': ['400 Bad Request', 'agree'],
  'request.subprotocol': ['101 Switching Protocols', 'agree'],
  // The RFC's reader may take a bare LF for a line's end (RFC 9112 §2.2); Node's parser, under ws, does not.
  'request.bare-lf': ['400 Bad Request', 'differ'],
};

/** The state in which the client notices each broken response. */
const NOTICED_IN: Readonly<Record<FaultOf<'response'>, string>> = {
  'response.not-http': 'failed',
  'response.http-1-0': 'validating.status',
  'response.status-200': 'validating.status',
  'response.status-403': 'validating.status',
  'response.no-upgrade': 'validating.upgrade',
  'response.upgrade-h2c': 'validating.upgrade',
  'response.no-connection': 'validating.connection',
  'response.wrong-accept': 'validating.accept',
  'response.no-accept': 'validating.accept',
  'response.unknown-extension': 'validating.extensions',
  'response.deflate-parameter': 'validating.extensions',
  'response.subprotocol-not-requested': 'validating.protocol',
};

const faultsOf = (side: 'request' | 'response') => HANDSHAKE_FAULTS.filter((fault) => fault.side === side);
const title = (rule: string): string => handshakeTexts.rules[rule]?.title ?? rule;
const AGREEMENT = { agree: handshakeTexts.ui.theyAgree, differ: handshakeTexts.ui.theyDiffer };

test.describe.configure({ timeout: 90_000 });

test('each broken request gets the RFC’s verdict and the answer ws really gave', async ({ page }) => {
  const I = new HandshakeFigure(page);
  await I.open(LAB);
  for (const { id, breaks } of faultsOf('request')) {
    const [status, agreement] = ANSWERS[id as FaultOf<'request'>];
    await test.step(`${id}: ws answers ${status}`, async () => {
      await I.sendBroken(id);
      await I.seeSource('live');
      const noticed = breaks !== null && breaks !== 'http.bare-lf';
      await expect(I.byTheRfc).toContainText(
        noticed ? `The server notices and refuses. The rule it breaks: ${title(breaks)}.` : /Every check|The client/,
      );
      await expect(I.whatHappened).toContainText(`ws 8.23.0 answered HTTP/1.1 ${status}`);
      await expect(I.whatHappened).toContainText(AGREEMENT[agreement]);
    });
  }
});

test('each broken response gets the RFC’s verdict and what my browser really did', async ({ page, complaints }) => {
  complaints.allow(BROKEN_HANDSHAKE);
  const I = new HandshakeFigure(page);
  await I.open(LAB);
  for (const { id, breaks } of faultsOf('response')) {
    const opens = id === 'response.http-1-0';
    await test.step(`${id}: my browser ${opens ? 'opens' : 'fails the connection'}`, async () => {
      await I.sendBroken(id);
      await I.seeSource('live');
      await I.seeState(NOTICED_IN[id as FaultOf<'response'>]);
      await expect(I.byTheRfc).toContainText(
        `The client notices and fails the connection. The rule it breaks: ${title(breaks ?? '')}.`,
      );
      await expect(I.whatHappened).toContainText(
        opens ? 'Chromium opened the connection. Script was told: open' : 'Script was told: error, close 1006.',
      );
      await expect(I.whatHappened).toContainText(opens ? AGREEMENT.differ : AGREEMENT.agree);
    });
  }
});

test('a head that nobody broke passes on both sides', async ({ page }) => {
  const I = new HandshakeFigure(page);
  await I.open(LAB);
  for (const side of ['request', 'response'] as const) {
    await I.edit(side);
    await I.send();
    await I.seeSettled();
    await I.seeSource('live');
    await expect(I.byTheRfc).toContainText('Every check passes: the connection is open.');
    await expect(I.whatHappened).toContainText(AGREEMENT.agree);
  }
});

test.describe('on a file host', () => {
  test.use({ servedBy: 'file host' });

  test('the model answers every fault without a socket, and says that nothing was sent', async ({ page }) => {
    page.on('websocket', (socket) => expect(socket.url(), 'no socket').toBe(''));
    const I = new HandshakeFigure(page);
    await I.open(LAB);
    for (const { id, side, breaks } of HANDSHAKE_FAULTS) {
      await test.step(id, async () => {
        await I.sendBroken(id);
        await I.seeSource('model');
        const by = side === 'request' ? 'The server notices' : 'The client notices';
        if (breaks !== null && breaks !== 'http.bare-lf') {
          await expect(I.byTheRfc).toContainText(by);
          await expect(I.byTheRfc).toContainText(title(breaks));
        }
      });
    }
  });

  test('live is struck out, and its title says what it needs', async ({ page }) => {
    const I = new HandshakeFigure(page);
    await I.open(LAB);
    await expect(I.button('live')).toHaveAttribute('aria-disabled', 'true');
    await expect(I.button('live')).toHaveAttribute('title', /npm start/);
    await I.button('live').click({ force: true });
    await I.seeSource('recorded');
  });
});

test('recorded, live and model can be chosen in turn, and each says how it was made', async ({ page }) => {
  const I = new HandshakeFigure(page);
  await I.open(LAB);
  const madeBy = {
    live: /^Chromium \d+ → ws 8\.23\.0, loopback$/,
    model: /computed, not captured/,
    recorded: /^Chromium [\d.]+ → ws 8\.23\.0/,
  };
  for (const [source, words] of Object.entries(madeBy)) {
    await I.button(source).click();
    await I.seeSource(source as keyof typeof madeBy);
    await expect(I.figure.locator('.prov')).toHaveText(words);
    await I.seeStep(8, 13);
    await I.seeState('validating.accept');
  }
});

import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Capture } from '#demos/capture/capture.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import type { Link } from '#demos/link/link.ts';
import { createLiveLink } from '#demos/link/live.ts';
import { latin1Decode } from '#demos/protocol/bytes.ts';
import { HANDSHAKE_FAULTS, type HandshakeFault } from '#demos/protocol/faults-handshake.ts';
import { type Companion, createCompanion } from '#demos/server/companion.ts';
import { nodePage } from '#tools/node-page.ts';
import { draftBytes, toDraft, withAcceptPlace } from './handshake.draft.ts';

import { type RunIntent, startRun } from './handshake.run.ts';
import type { Story } from './handshake.story.ts';
import { modelCapture, told } from './test-stories.ts';

/** Three ways to the same bytes: recorded from a browser, live with the companion and ws, computed by the model. */

const recording = readFileSync(new URL('../../content/captures/handshake.json', import.meta.url), 'utf8');

let companion: Companion;
let link: Link;
beforeAll(async () => {
  companion = await createCompanion();
});
// A page each: the companion lets one page have four raw connections at once, and these follow closely.
beforeEach(() => {
  link = createLiveLink(nodePage(companion));
});
afterEach(() => link.dispose());
afterAll(() => companion.close());

const live = (intent: RunIntent = { kind: 'connect' }): Promise<Capture> =>
  new Promise((resolve, reject) => {
    let stop = (): void => {};
    stop = startRun(link, intent, {
      exchange(_, settled, capture) {
        if (!settled) return;
        resolve(capture);
        queueMicrotask(() => stop());
      },
      refused: ({ rule, found, expected }) => reject(new Error(`${rule}: found ${found}, expected ${expected}`)),
      lost: (isLost) => isLost && reject(new Error('the companion went away')),
    });
  });

const ids = ({ moments }: Story) => moments.map(({ id, phase, state }) => [id, phase, state]);

describe('a plain handshake', () => {
  it('has the same moments and states, recorded, live and on the model', async () => {
    const stories = [recordedCapture(recording), await live(), modelCapture()].map((capture) => told(capture));
    const [first, ...others] = stories.map(ids);
    expect(first).toHaveLength(13);
    for (const other of others) expect(other).toEqual(first);
  });

  it('is judged the same', async () => {
    for (const capture of [recordedCapture(recording), await live(), modelCapture()]) {
      const { rfc, real, differ } = told(capture).analysis;
      expect([rfc.outcome, real.by === 'browser' && real.opened, differ]).toEqual(['open', true, false]);
    }
  });
});

describe('an edited head', () => {
  // Whether a reader takes a bare LF is its own choice: Node's refuses, the model's does not.
  const faults = HANDSHAKE_FAULTS.filter(({ id }) => id !== 'request.bare-lf');

  function intentOf({ side, apply }: HandshakeFault, capture: Capture): RunIntent {
    const { exchange, accept } = told(capture).analysis;
    const broken = apply(latin1Decode(exchange[side]?.bytes ?? new Uint8Array()));
    if (side === 'request') return { kind: 'send-raw', bytes: draftBytes(toDraft(broken)).bytes };
    return { kind: 'respond-with', ...draftBytes(toDraft(withAcceptPlace(broken, accept?.received ?? null))) };
  }

  it.each(faults.map((fault) => [fault.id, fault] as const))(
    '%s breaks the same rule live and on the model',
    async (_, fault) => {
      const intent = intentOf(fault, recordedCapture(recording));
      const [onWire, onModel] = [told(await live(intent)).analysis.rfc, told(modelCapture(intent)).analysis.rfc];
      const broken = (rfc: typeof onWire) => (rfc.outcome === 'refused' ? [rfc.by, rfc.because.rule] : [rfc.outcome]);
      expect(broken(onWire)).toEqual(broken(onModel));
      expect(broken(onWire)).toEqual(
        fault.breaks === null ? ['open'] : [fault.side === 'request' ? 'server' : 'client', fault.breaks],
      );
    },
  );

  it('with a bare LF is refused by Node, which the RFC lets it do', async () => {
    const fault = HANDSHAKE_FAULTS.find(({ id }) => id === 'request.bare-lf');
    if (!fault) throw new Error('no such fault');
    const { exchange, real } = told(await live(intentOf(fault, recordedCapture(recording)))).analysis;
    expect(exchange.request?.violations.map(({ rule }) => rule)).toContain('http.bare-lf');
    expect(real).toEqual({ by: 'server', accepted: false, said: 'HTTP/1.1 400 Bad Request' });
  });
});

import { createActor } from 'xstate';
import type { Direction } from '#demos/capture/capture.ts';
import type { RandomBytes } from '#demos/link/random-bytes.ts';
import { base64Encode } from '#demos/protocol/base64.ts';
import { toHex, utf8Encode } from '#demos/protocol/bytes.ts';
import { readFrameHeader } from '#demos/protocol/frame-header.ts';
import { applyMask } from '#demos/protocol/mask.ts';
import { byteSpan, type Span } from '#demos/protocol/span.ts';
import {
  clientFrame,
  SCRIPTS,
  scriptRequest,
  scriptResponse,
  serverFrame,
  upgradeRequest,
  upgradeResponse,
  VICTIM_URL,
} from './attack.bytes.ts';
import { expectedKey, type KeyMode, keysOf, type Tactic } from './attack.keys.ts';
import { type ProxyEvent, proxyMachine, proxyState } from './proxy.machine.ts';
import { findRequest, findResponse } from './proxy.ts';

export interface Attack {
  readonly keys: KeyMode;
  readonly tactic: Tactic;
}

/** Bytes of a moment that mean something to somebody: to WebSocket's ends, or to the proxy. */
export interface Mark {
  readonly span: Span;
  readonly what: 'header' | 'key' | 'payload' | 'request' | 'response';
}

export type MomentKind = 'connect' | 'accept' | 'probe' | 'report' | 'send' | 'answer' | 'ask' | 'served';

/** One stop of the figure: what passed the proxy, and what it made of it. Plain data: the first story is sent with the page. */
export interface PoisonMoment {
  readonly kind: MomentKind;
  readonly direction: Direction;
  /** What passed the proxy, as hex. */
  readonly hex: string;
  readonly marks: readonly Mark[];
  /** What script handed to `send()`, as hex; `null` where script sends nothing. */
  readonly given: string | null;
  /** The frame's masking key, as hex; `null` where there is none. */
  readonly key: string | null;
  /** The key that script had XORed its bytes with, as hex. */
  readonly expected: string | null;
  /** The proxy's state after it. */
  readonly state: string;
  /** What the proxy took the bytes for: the URL of a request, the status of a response. */
  readonly saw: string | null;
  /** URLs whose response the proxy keeps, and the first line of each body. */
  readonly cache: readonly { readonly url: string; readonly says: string }[];
}

export interface PoisonStory {
  readonly attack: Attack;
  readonly moments: readonly PoisonMoment[];
  /** The victim was served the attacker's script. */
  readonly poisoned: boolean;
}

type Passing = Pick<PoisonMoment, 'kind' | 'direction'> & {
  readonly bytes: Uint8Array;
  readonly marks?: readonly Mark[];
  /** What it is to the proxy, where that is no more of the attacker's connection; `null` for what it does itself. */
  readonly event?: ProxyEvent | null;
  readonly given?: Uint8Array;
  readonly key?: Uint8Array | null;
  readonly expected?: Uint8Array | null;
};

/** The whole attack. Its outcome is what the proxy's parser makes of the bytes; nothing here decides it. */
export function storyOf(attack: Attack, randomBytes: RandomBytes): PoisonStory {
  const proxy = createActor(proxyMachine).start();
  const moments: PoisonMoment[] = [];

  function pass({ kind, direction, bytes, marks = [], event, given, key = null, expected = null }: Passing): void {
    const up = direction === 'client-to-server';
    const before = proxy.getSnapshot();
    if (event !== null) proxy.send(event ?? { type: up ? 'bytes.up' : 'bytes.down', bytes });
    const after = proxy.getSnapshot();
    const request = up ? findRequest(bytes) : null;
    // Without a request that waits for it, a response is nothing to the proxy.
    const response = !up && (before.context.pending || event === null) ? findResponse(bytes) : null;
    const seen = request ?? response;
    moments.push({
      kind,
      direction,
      hex: toHex(bytes, ''),
      marks: seen ? [...marks, { span: seen.span, what: request ? 'request' : 'response' }] : marks,
      given: given ? toHex(given, '') : null,
      key: key && toHex(key),
      expected: expected && toHex(expected),
      state: proxyState(after),
      saw: request?.url ?? (response ? String(response.status) : null),
      cache: after.context.cache.map(({ url, response: { bytes: kept } }) => ({ url, says: bodyOf(kept) })),
    });
  }

  const websocketKey = base64Encode(randomBytes(16));
  const request = upgradeRequest(websocketKey);
  pass({ kind: 'connect', direction: 'client-to-server', bytes: request });
  pass({ kind: 'accept', direction: 'server-to-client', bytes: upgradeResponse(websocketKey) });

  const nextKeyOf = keysOf(attack.keys, randomBytes);
  let seen: Uint8Array | null = null;
  if (attack.keys !== 'none') {
    // The attacker's server reads the key of a first frame and tells the script, which cannot see it.
    const given = utf8Encode('?');
    seen = nextKeyOf();
    const probe = clientFrame(given, seen);
    pass({ kind: 'probe', direction: 'client-to-server', bytes: probe, marks: frameMarks(probe), given, key: seen });
    const report = serverFrame(seen ?? new Uint8Array());
    pass({ kind: 'report', direction: 'server-to-client', bytes: report, marks: frameMarks(report) });
  }

  const expected = expectedKey(attack.tactic, seen);
  const wanted = scriptRequest();
  const given = expected ? applyMask(wanted, expected) : wanted;
  const key = nextKeyOf();
  const frame = clientFrame(given, key);
  pass({
    kind: 'send',
    direction: 'client-to-server',
    bytes: frame,
    marks: frameMarks(frame),
    given,
    key,
    expected,
  });
  const answer = serverFrame(scriptResponse(SCRIPTS.attacker));
  pass({ kind: 'answer', direction: 'server-to-client', bytes: answer, marks: frameMarks(answer) });

  const asks = { type: 'victim.asks', url: VICTIM_URL } as const;
  pass({ kind: 'ask', direction: 'client-to-server', bytes: wanted, event: asks });
  const { value, context } = proxy.getSnapshot();
  const kept = context.cache.find(({ url }) => url === VICTIM_URL);
  const fromCache = value === 'victimServed' && kept !== undefined;
  const served = fromCache ? kept.response.bytes : scriptResponse(SCRIPTS.victim);
  pass({ kind: 'served', direction: 'server-to-client', bytes: served, event: null });
  return { attack, moments, poisoned: bodyOf(served) === SCRIPTS.attacker.trim() };
}

function frameMarks(frame: Uint8Array): readonly Mark[] {
  const read = readFrameHeader(frame);
  if (!read) return [];
  const { header, byteLength } = read;
  const keyAt = byteLength - (header.maskingKey ? 4 : 0);
  return [
    { span: byteSpan(0, keyAt), what: 'header' },
    ...(header.maskingKey ? [{ span: byteSpan(keyAt, byteLength), what: 'key' } as const] : []),
    { span: byteSpan(byteLength, frame.length), what: 'payload' },
  ];
}

/** The body of a whole response, as text. */
function bodyOf(response: Uint8Array): string {
  const text = new TextDecoder('latin1').decode(response);
  return text.slice(text.indexOf('\r\n\r\n') + 4).trim();
}

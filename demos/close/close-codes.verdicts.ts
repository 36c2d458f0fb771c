import { toHex } from '#demos/protocol/bytes.ts';
import {
  acceptsCloseCode,
  CLOSE_CODES,
  type CloseCodeRange,
  closeCodeRange,
  scriptMaySend,
} from '#demos/protocol/close-codes.ts';
import type { Policy } from '#demos/protocol/frame.ts';
import { type Source, source } from '#demos/protocol/source.ts';

/** Who gives a code its meaning (RFC 6455 §7.4.2). */
export type Registrar = 'nobody' | 'ietf' | 'iana' | 'application';

/** What a program does with a Close that holds the code: tells it, or fails the connection and answers 1002. */
export type Receipt = 'told' | 'failed';

/** Measured with these, and held to it by `tests/interop/close-codes.test.ts`: what a code does is what its policy says. */
export const RECEIVERS = {
  Chromium: { policy: 'chromium', version: '156' },
  ws: { policy: 'ws', version: '8.23.0' },
  websockets: { policy: 'ws', version: '17.0' },
} as const satisfies Readonly<Record<string, { readonly policy: Policy; readonly version: string }>>;
export type Receiver = keyof typeof RECEIVERS;

export interface Verdict {
  readonly code: number;
  readonly range: CloseCodeRange;
  readonly registrar: Registrar;
  /** The code's two bytes, as hex. */
  readonly bytes: string;
  /** A Close may hold it; one that only stands in for a missing code or Close may never be sent. */
  readonly onTheWire: 'may' | 'must not' | 'has no meaning';
  readonly wireSource: Source;
  readonly scriptMaySend: boolean;
  readonly wsMaySend: boolean;
  readonly receipt: Readonly<Record<Receiver, Receipt>>;
}

export const MOST = 0xffff;

function registrarOf(code: number): Registrar {
  if (code >= 1000 && code <= 2999) return 'ietf';
  if (code >= 3000 && code <= 3999) return 'iana';
  return code >= 4000 && code <= 4999 ? 'application' : 'nobody';
}

const ON_THE_WIRE = { defined: 'may', 'stand-in': 'must not', undefined: 'has no meaning' } as const;

const receives = (code: number, policy: Policy): Receipt => (acceptsCloseCode(code, policy) ? 'told' : 'failed');

/** Throws a RangeError on anything but a whole number of 0–65535. */
export function verdictOf(code: number): Verdict {
  const range = closeCodeRange(code);
  return {
    code,
    range,
    registrar: registrarOf(code),
    bytes: toHex(Uint8Array.of(code >>> 8, code & 0xff)),
    // §7.4.1 reserves 1004 as well; only of the stand-ins it says that no endpoint may send them.
    onTheWire: ON_THE_WIRE[range.status],
    wireSource: range.status === 'stand-in' ? source('RFC 6455', '7.4.1') : source('RFC 6455', '7.4'),
    scriptMaySend: scriptMaySend(code),
    wsMaySend: acceptsCloseCode(code, 'ws'),
    receipt: {
      Chromium: receives(code, RECEIVERS.Chromium.policy),
      ws: receives(code, RECEIVERS.ws.policy),
      websockets: receives(code, RECEIVERS.websockets.policy),
    },
  };
}

/** What the reader typed, if it is a code that two bytes hold. */
export function readCode(text: string): number | null {
  if (!/^\d{1,5}$/.test(text.trim())) return null;
  const code = Number(text);
  return code <= MOST ? code : null;
}

/** The ranges, each with the code that stands for it. */
export const RANGES = CLOSE_CODES;

import type { Policy } from './frame.ts';
import type { Source } from './source.ts';

/** Where implementations differ, in one plain value each. What all of them refuse is in the decoder itself. */
export interface Strictness {
  /** The shortest of the three length forms must be used. */
  readonly minimalLength: boolean;
  /** The close code that answers a 64-bit length with its most significant bit set. */
  readonly signBitCloseCode: number;
  /** The longest payload one frame may announce, in bytes, and the close code that answers a longer one. `null`: the connection is dropped without a Close frame. */
  readonly longestFrame: { readonly bytes: number | bigint; readonly closeCode: number | null };
  /** The longest message taken when nothing else is configured, in bytes. */
  readonly messageLimit: number | null;
  /** Invalid UTF-8 fails the connection with the frame it stands in (Chromium: before that frame is complete), or only when its message is. */
  readonly textChecked: 'by-frame' | 'by-message';
  readonly utf8CloseCode: number;
  readonly inflateCloseCode: number;
  /** `defined`: by RFC 6455 §7.4, its registry and its two free ranges. `not-stand-ins`: all but 1005, 1006 and 1015. */
  readonly closeCodes: 'defined' | 'not-stand-ins';
  /** What a data frame after the peer's Close frame does. */
  readonly afterClose: 'fail' | 'discard';
}

/** Why a policy holds a value: it is written, or it was measured by sending these bytes to that product. */
export type Ruling<Value> = { readonly value: Value } & (
  | { readonly source: Source }
  | { readonly measured: string; readonly input: string }
);

export type PolicyRows = {
  readonly [Row in keyof Strictness]: Readonly<Record<Policy, Ruling<Strictness[Row]>>>;
};

const written = <Value>(value: Value, section: string, document: 'RFC 6455' | 'RFC 7692' = 'RFC 6455') => ({
  value,
  source: { document, section },
});
const ws = <Value>(value: Value, input: string) => ({ value, measured: 'ws 8.23.0', input });
const chromium = <Value>(value: Value, input: string) => ({ value, measured: 'Chromium 156', input });

export const POLICY_ROWS: PolicyRows = {
  minimalLength: {
    rfc: written(true, '5.2'),
    ws: ws(false, '81 7e 00 05 48 65 6c 6c 6f'),
    chromium: chromium(true, '81 7e 00 05 48 65 6c 6c 6f'),
  },
  signBitCloseCode: {
    rfc: written(1002, '7.4.1'),
    ws: ws(1009, '82 7f 80 00 00 00 00 00 00 01'),
    chromium: chromium(1002, '82 7f 80 00 00 00 00 00 00 01'),
  },
  longestFrame: {
    rfc: written({ bytes: 2n ** 63n - 1n, closeCode: 1002 }, '5.2'),
    ws: ws({ bytes: 2 ** 53 - 1, closeCode: 1009 }, '82 7f 00 20 00 00 00 00 00 01'),
    chromium: chromium({ bytes: 2 ** 31 - 1, closeCode: null }, '82 7f 00 00 00 00 80 00 00 00'),
  },
  messageLimit: {
    rfc: written(null, '10.4'),
    ws: ws(100 * 1024 * 1024, '82 7f 00 00 00 00 40 00 00 00'),
    chromium: chromium(null, 'one binary message of 157286400 bytes'),
  },
  textChecked: {
    rfc: written('by-frame', '8.1'),
    ws: ws('by-message', '01 01 ff'),
    chromium: chromium('by-frame', '01 01 ff'),
  },
  utf8CloseCode: {
    rfc: written(1007, '7.4.1'),
    ws: ws(1007, '81 02 c3 28'),
    chromium: chromium(1002, '81 02 c3 28'),
  },
  inflateCloseCode: {
    rfc: written(1007, '7.4.1'),
    ws: ws(1007, 'c1 .. ff ff ff ff'),
    chromium: chromium(1002, 'c1 .. ff ff ff ff'),
  },
  closeCodes: {
    rfc: written('defined', '7.4'),
    ws: ws('defined', '88 .. 0, 999, 1000-1016, 2000, 2999, 3000, 4000, 4999, 5000, 65535'),
    chromium: chromium('not-stand-ins', '88 .. 0, 999, 1000-1016, 2000, 2999, 3000, 4000, 4999, 5000, 65535'),
  },
  afterClose: {
    rfc: written('fail', '5.5.1'),
    ws: ws('discard', '88 02 03 e8 81 04 6c 61 74 65'),
    chromium: chromium('fail', '88 02 03 e8 81 04 6c 61 74 65'),
  },
};

const values = (policy: Policy): Strictness => ({
  minimalLength: POLICY_ROWS.minimalLength[policy].value,
  signBitCloseCode: POLICY_ROWS.signBitCloseCode[policy].value,
  longestFrame: POLICY_ROWS.longestFrame[policy].value,
  messageLimit: POLICY_ROWS.messageLimit[policy].value,
  textChecked: POLICY_ROWS.textChecked[policy].value,
  utf8CloseCode: POLICY_ROWS.utf8CloseCode[policy].value,
  inflateCloseCode: POLICY_ROWS.inflateCloseCode[policy].value,
  closeCodes: POLICY_ROWS.closeCodes[policy].value,
  afterClose: POLICY_ROWS.afterClose[policy].value,
});

export const STRICTNESS: Readonly<Record<Policy, Strictness>> = {
  rfc: values('rfc'),
  ws: values('ws'),
  chromium: values('chromium'),
};

import type { FrameHeader } from '#demos/protocol/frame.ts';
import { headerByteLength } from '#demos/protocol/frame-header.ts';

/** One of the three length forms (RFC 6455 §5.2). */
export interface LengthForm {
  readonly form: FrameHeader['lengthForm'];
  readonly from: number;
  /** `null`: as far as 63 bits go. */
  readonly to: number | null;
  /** Bytes of header, without a masking key and with one. */
  readonly server: number;
  readonly client: number;
}

const form = (bits: FrameHeader['lengthForm'], second: number, from: number, to: number | null): LengthForm => ({
  form: bits,
  from,
  to,
  server: headerByteLength(second),
  client: headerByteLength(second | 0x80),
});

export const LENGTH_FORMS: readonly LengthForm[] = [
  form(7, 0, 0, 125),
  form(16, 126, 126, 65_535),
  form(64, 127, 65_536, null),
];

/** Lengths at which the form changes, and one beside each. */
export const LENGTHS = [0, 5, 125, 126, 65_535, 65_536, 70_000] as const;
export const LONGEST = 70_000;

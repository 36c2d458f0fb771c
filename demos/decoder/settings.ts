import type { DumpStyle } from './dump-style.ts';
import type { InputForm, LeftOut } from './input.ts';

export const SENDERS = ['auto', 'client', 'server'] as const;
export const DEFLATES = ['auto', 'off', 'takeover', 'no-takeover'] as const;
export const PACKETS = ['auto', 'on', 'off'] as const;

/** What a reader may say that the bytes themselves do not. `auto`: it is guessed, and the guess is shown. */
export interface Settings {
  readonly form: InputForm | 'auto';
  readonly from: (typeof SENDERS)[number];
  /** permessage-deflate, for frames without their handshake. */
  readonly deflate: (typeof DEFLATES)[number];
  /** Engine.IO and Socket.IO packets in messages, for frames without their handshake. */
  readonly packets: (typeof PACKETS)[number];
}

export const AUTO: Settings = { form: 'auto', from: 'auto', deflate: 'auto', packets: 'auto' };

/** What was made of the input, with every `auto` settled. */
export interface Guess {
  readonly form: InputForm;
  /** Whose output a dump looks like. */
  readonly dump?: DumpStyle;
  /** Bytes on the wire, both directions. */
  readonly bytes: number;
  readonly from: 'client' | 'server' | 'both';
  /** The bytes hold an opening handshake. */
  readonly handshake: boolean;
  readonly deflate: 'off' | 'takeover' | 'no-takeover' | 'agreed';
  readonly packets: boolean;
  /** Of a file of packets. */
  readonly leftOut?: LeftOut;
}

import type { ControlOpcode, DataOpcode } from './frame.ts';

/** RFC 6455 §5.2. 3–7 and 0xb–0xf are reserved. */
export const OPCODE = {
  continuation: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xa,
} as const satisfies Record<string, DataOpcode | ControlOpcode>;

const DEFINED: ReadonlySet<number> = new Set(Object.values(OPCODE));

/** Control frames have the opcode's high bit set (RFC 6455 §5.5), the reserved ones too. */
export const isControlOpcode = (opcode: number): boolean => (opcode & 0x8) !== 0;

export const isReservedOpcode = (opcode: number): boolean => !DEFINED.has(opcode);

/** What the sender has sent before the frame: it decides which opcodes may follow (RFC 6455 §5.4, §5.5.1). */
export const AFTER = ['nothing', 'fragment', 'close'] as const;
export type After = (typeof AFTER)[number];

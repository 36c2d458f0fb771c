import { setup } from 'xstate';

export type MaskEvent =
  /** A byte was XORed with the key's byte that was due. */
  | { readonly type: 'byte' }
  /** The payload has no more bytes. */
  | { readonly type: 'end' }
  /** Another frame begins; its key is a new one. */
  | { readonly type: 'next.frame' };

/**
 * Masking and unmasking alike (RFC 6455 §5.3): all that has to be remembered is which byte of the key comes next, and
 * not which of the two it is.
 */
export const maskMachine = setup({ types: { events: {} as MaskEvent } }).createMachine({
  id: 'mask',
  initial: 'key0',
  states: {
    key0: { on: { byte: 'key1', end: 'done' } },
    key1: { on: { byte: 'key2', end: 'done' } },
    key2: { on: { byte: 'key3', end: 'done' } },
    key3: { on: { byte: 'key0', end: 'done' } },
    done: { on: { 'next.frame': 'key0' } },
  },
});

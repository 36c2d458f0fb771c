import { initialTransition, type SnapshotFrom, setup, transition } from 'xstate';

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
  initial: 'xor',
  states: {
    xor: {
      initial: 'key0',
      states: {
        key0: { on: { byte: 'key1' } },
        key1: { on: { byte: 'key2' } },
        key2: { on: { byte: 'key3' } },
        key3: { on: { byte: 'key0' } },
      },
      on: { end: 'done' },
    },
    done: { on: { 'next.frame': 'xor' } },
  },
});

const pathOf = ({ value }: SnapshotFrom<typeof maskMachine>): string =>
  typeof value === 'string' ? value : `xor.${value.xor}`;

/** The machine's states while `length` bytes are masked, from before the first to after the last, as dot paths. */
export function statesOf(length: number): readonly string[] {
  let [snapshot] = initialTransition(maskMachine);
  const states = [pathOf(snapshot)];
  for (let i = 0; i < length; i += 1) {
    [snapshot] = transition(maskMachine, snapshot, { type: 'byte' });
    states.push(pathOf(snapshot));
  }
  [snapshot] = transition(maskMachine, snapshot, { type: 'end' });
  return [...states, pathOf(snapshot)];
}

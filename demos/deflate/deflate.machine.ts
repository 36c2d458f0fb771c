import { setup } from 'xstate';

export type InflateEvent =
  /** BFINAL and BTYPE, by what the type says (RFC 1951 §3.2.3). */
  | { readonly type: 'stored' }
  | { readonly type: 'fixed' }
  | { readonly type: 'dynamic' }
  /** LEN and NLEN of a stored block. */
  | { readonly type: 'length' }
  /** HLIT, HDIST and HCLEN. */
  | { readonly type: 'counts' }
  /** The lengths of the code that the code lengths are written in. */
  | { readonly type: 'lengths code' }
  /** The code lengths of both alphabets. */
  | { readonly type: 'code lengths' }
  | { readonly type: 'literal' }
  /** A length symbol and its extra bits; a distance must follow. */
  | { readonly type: 'copy' }
  | { readonly type: 'distance' }
  /** End-of-block, or the last byte of a stored block; another block follows. */
  | { readonly type: 'end of block' }
  /** The last block ended, or the bits that were sent and put back are used up. */
  | { readonly type: 'end of message' }
  | { readonly type: 'rule broken' };

/** Reads DEFLATE (RFC 1951 §3.2.3): each state says which bits come next. It reads nothing itself. */
export const inflaterMachine = setup({ types: { events: {} as InflateEvent } }).createMachine({
  id: 'inflater',
  initial: 'reading',
  states: {
    reading: {
      on: { 'end of message': 'done', 'rule broken': 'failed' },
      initial: 'blockHeader',
      states: {
        blockHeader: { on: { fixed: 'symbol', dynamic: 'codeCounts', stored: 'storedLength' } },
        storedLength: { on: { length: 'storedBytes' } },
        storedBytes: { on: { 'end of block': 'blockHeader' } },
        codeCounts: { on: { counts: 'codeOfLengths' } },
        codeOfLengths: { on: { 'lengths code': 'codeLengths' } },
        codeLengths: { on: { 'code lengths': 'symbol' } },
        symbol: { on: { literal: 'symbol', copy: 'distance', 'end of block': 'blockHeader' } },
        distance: { on: { distance: 'symbol' } },
      },
    },
    done: { type: 'final' },
    // Nothing after it is read; what was read before stands.
    failed: { type: 'final' },
  },
});

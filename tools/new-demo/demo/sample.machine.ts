import { setup } from 'xstate';

export type SampleEvent =
  | { readonly type: 'opened' }
  | { readonly type: 'bytes.passed' }
  | { readonly type: 'fin.passed' }
  | { readonly type: 'rst.passed' };

/** A TCP connection as the tap sees it: each direction ends by itself with a FIN, both at once with a RST (RFC 9293 §3.6). */
export const sampleMachine = setup({ types: { events: {} as SampleEvent } }).createMachine({
  id: 'sample',
  initial: 'waiting',
  states: {
    waiting: { on: { opened: 'open' } },
    open: { on: { 'bytes.passed': 'open', 'fin.passed': 'halfClosed', 'rst.passed': 'closed' } },
    halfClosed: { on: { 'bytes.passed': 'halfClosed', 'fin.passed': 'closed', 'rst.passed': 'closed' } },
    closed: { type: 'final' },
  },
});

import { setup } from 'xstate';

export type NegotiationEvent =
  | { readonly type: 'response.passed' }
  /** Script is told; both as its attributes say then. */
  | { readonly type: 'opened'; readonly protocol: string; readonly extensions: string }
  /** The constructor threw, or script is told of an error. */
  | { readonly type: 'failed' };

/**
 * What an opening handshake agrees on besides the protocol itself (RFC 6455 §1.9, §9.1; RFC 7692 §5). Declined: it is
 * open, and nothing of what was offered was taken.
 */
export const negotiationMachine = setup({
  types: { events: {} as NegotiationEvent },
  guards: {
    compressed: (_, { extensions }: { extensions: string }) => extensions.includes('permessage-deflate'),
    anything: (_, { taken }: { taken: string }) => taken !== '',
  },
}).createMachine({
  id: 'negotiation',
  initial: 'offering',
  states: {
    offering: { on: { 'response.passed': 'answered', failed: 'failed' } },
    answered: {
      on: {
        opened: [
          {
            guard: { type: 'compressed', params: ({ event }) => ({ extensions: event.extensions }) },
            target: 'agreed.compressed',
          },
          {
            guard: { type: 'anything', params: ({ event }) => ({ taken: event.protocol + event.extensions }) },
            target: 'agreed.plain',
          },
          { target: 'declined' },
        ],
        failed: 'failed',
      },
    },
    agreed: { initial: 'plain', states: { plain: {}, compressed: {} } },
    declined: {},
    failed: {},
  },
});

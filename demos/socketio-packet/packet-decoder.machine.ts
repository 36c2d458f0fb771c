import { assign, setup } from 'xstate';

export type DecoderEvent =
  | { readonly type: 'type.read'; readonly binary: boolean }
  | { readonly type: 'attachments.read'; readonly count: number }
  | { readonly type: 'namespace.read' }
  | { readonly type: 'namespace.absent' }
  | { readonly type: 'id.read' }
  | { readonly type: 'id.absent' }
  | { readonly type: 'json.read' }
  | { readonly type: 'json.absent' }
  | { readonly type: 'attachment.received' }
  | { readonly type: 'text.received' }
  | { readonly type: 'broken' };

/**
 * How a Socket.IO packet is read, `type[#attachments-][namespace,][ackId][json]` (Socket.IO v5 §Format), one character
 * at a time and never back. `handOver` names the one effect: the packet goes to the application.
 */
export const packetDecoderMachine = setup({
  types: { context: {} as { readonly awaited: number }, events: {} as DecoderEvent },
  actions: {
    handOver: () => {},
    expectAttachments: assign((_, { count }: { count: number }) => ({ awaited: count })),
    countAttachment: assign(({ context }) => ({ awaited: context.awaited - 1 })),
  },
  guards: {
    isBinary: (_, { binary }: { binary: boolean }) => binary,
    awaitsMore: ({ context }) => context.awaited > 0,
    awaitsOne: ({ context }) => context.awaited === 1,
  },
}).createMachine({
  id: 'packetDecoder',
  context: { awaited: 0 },
  initial: 'type',
  states: {
    type: {
      on: {
        'type.read': [
          {
            guard: { type: 'isBinary', params: ({ event }) => ({ binary: event.binary }) },
            target: 'attachments',
          },
          { target: 'namespace' },
        ],
        broken: 'error',
      },
    },
    attachments: {
      on: {
        'attachments.read': {
          target: 'namespace',
          actions: { type: 'expectAttachments', params: ({ event }) => ({ count: event.count }) },
        },
        broken: 'error',
      },
    },
    namespace: { on: { 'namespace.read': 'ackId', 'namespace.absent': 'ackId', broken: 'error' } },
    ackId: { on: { 'id.read': 'json', 'id.absent': 'json', broken: 'error' } },
    json: {
      on: {
        'json.read': [{ guard: 'awaitsMore', target: 'awaitingAttachments' }, { target: 'done' }],
        'json.absent': 'done',
        broken: 'error',
      },
    },
    awaitingAttachments: {
      on: {
        'attachment.received': [
          { guard: 'awaitsOne', target: 'done', actions: 'countAttachment' },
          { actions: 'countAttachment' },
        ],
        // Only binary may come now (Socket.IO v5 §Format); and a placeholder may point at nothing.
        'text.received': 'error',
        broken: 'error',
      },
    },
    done: { type: 'final', entry: 'handOver' },
    // socket.io 4.8.4 closes the connection: reason `parse error`.
    error: { type: 'final' },
  },
});

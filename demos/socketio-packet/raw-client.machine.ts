import { setup } from 'xstate';

export type RawClientEvent =
  | { readonly type: 'dial' }
  | { readonly type: 'upgraded' }
  | { readonly type: 'open.received' }
  | { readonly type: 'connect.sent' }
  | { readonly type: 'connect.received' }
  | { readonly type: 'refused' }
  | { readonly type: 'disconnect' }
  | { readonly type: 'closed' };

/**
 * What a client has reached with a Socket.IO server over WebSocket: three layers are opened one after the other
 * (Engine.IO v4 §Handshake, Socket.IO v5 §Connection to a namespace), and only then are there events.
 */
export const rawClientMachine = setup({
  types: { events: {} as RawClientEvent },
}).createMachine({
  id: 'rawClient',
  initial: 'idle',
  states: {
    idle: { on: { dial: 'upgrading' } },
    upgrading: { on: { upgraded: 'awaitingOpen', closed: 'closed' } },
    // A server that speaks plain WebSocket leaves a client here: socket.io-client gives up after 20 s.
    awaitingOpen: { on: { 'open.received': 'engineOpen', closed: 'closed' } },
    engineOpen: { on: { 'connect.sent': 'joining', closed: 'closed' } },
    joining: { on: { 'connect.received': 'connected', refused: 'engineOpen', closed: 'closed' } },
    connected: { on: { disconnect: 'engineOpen', closed: 'closed' } },
    closed: { type: 'final' },
  },
});

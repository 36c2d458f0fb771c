import { latin1Decode } from '#demos/protocol/bytes.ts';
import type { AssembledMessage } from '#demos/protocol/message.ts';
import type { ApplicationCall, ApplicationEvent, Direction } from './capture.ts';

/** Where a Socket.IO client and the wire meet. Where a page's client is none, nothing meets. */
export type SocketioMeeting =
  | 'sio-emit'
  | 'sio-leave'
  | 'sio-connect'
  | 'sio-event'
  | 'sio-ack'
  | 'sio-error'
  | 'sio-left';

/** What a packet of this type is, by who sent it (Socket.IO protocol, "Packet types"); 5 and 6 have attachments. */
const MEETINGS: Readonly<Record<Direction, Readonly<Record<string, SocketioMeeting>>>> = {
  'client-to-server': { 1: 'sio-leave', 2: 'sio-emit', 5: 'sio-emit' },
  'server-to-client': {
    0: 'sio-connect',
    1: 'sio-left',
    2: 'sio-event',
    3: 'sio-ack',
    4: 'sio-error',
    5: 'sio-event',
    6: 'sio-ack',
  },
};

export function meetingOf(application: ApplicationCall | ApplicationEvent): SocketioMeeting | 'construct' | null {
  if ('do' in application) {
    if (application.do === 'connect') return 'construct';
    if (application.do === 'emit') return 'sio-emit';
    return application.do === 'disconnect' ? 'sio-leave' : null;
  }
  switch (application.on) {
    case 'connect':
      return 'sio-connect';
    case 'event':
      return 'sio-event';
    case 'ack':
      return 'sio-ack';
    case 'connect_error':
      return 'sio-error';
    case 'disconnect':
      return application.reason === 'io server disconnect' ? 'sio-left' : null;
  }
}

/** Reads just enough of one direction's messages to say which of them the client meets. A called one is met at its first message, a told one at its last. */
export class SocketioMessages {
  readonly #direction: Direction;
  #waiting: { readonly meeting: SocketioMeeting; attachments: number } | null = null;

  constructor(direction: Direction) {
    this.#direction = direction;
  }

  message({ type, payload }: AssembledMessage): SocketioMeeting | null {
    if (type === 'binary') return this.#attachment();
    // An Engine.IO message, the packet's type, and how many attachments follow it.
    const [, packet = '', attachments = ''] = /^4(\d)(?:(\d+)-)?/.exec(latin1Decode(payload.subarray(0, 24))) ?? [];
    const meeting = MEETINGS[this.#direction][packet] ?? null;
    if (meeting === null || this.#direction === 'client-to-server' || Number(attachments) === 0) return meeting;
    this.#waiting = { meeting, attachments: Number(attachments) };
    return null;
  }

  #attachment(): SocketioMeeting | null {
    if (this.#waiting === null) return null;
    this.#waiting.attachments -= 1;
    if (this.#waiting.attachments > 0) return null;
    const { meeting } = this.#waiting;
    this.#waiting = null;
    return meeting;
  }
}

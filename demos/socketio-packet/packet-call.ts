import { jsSource } from '#demos/link/js-source.ts';
import type { LoggedPacket } from './logged-packet.ts';

// Longer ones are cut: the arguments stand in the layer below as they are.
const LONGEST = 400;

/** The packet as the application wrote or was given it, in JavaScript; `null` where no application is concerned. */
export function callOf({ packet, content, direction }: LoggedPacket): string | null {
  if (!packet) return null;
  const up = direction === 'client-to-server';
  switch (packet.type) {
    case 'CONNECT':
      return up ? `io(${JSON.stringify(packet.namespace)})` : 'socket.on("connect", () => …)';
    case 'DISCONNECT':
      return 'socket.disconnect()';
    case 'CONNECT_ERROR':
      return 'socket.on("connect_error", (error) => …)';
    case 'EVENT':
    case 'BINARY_EVENT':
      return (
        content &&
        cut(`socket.emit(${sourceOf(content.data)}${'id' in packet && packet.id !== undefined ? ', (…) => …' : ''})`)
      );
    case 'ACK':
    case 'BINARY_ACK':
      return content && cut(`callback(${sourceOf(content.data)})`);
  }
}

const cut = (call: string): string => (call.length > LONGEST ? `${call.slice(0, LONGEST)} …` : call);

const sourceOf = (values: readonly unknown[]): string => values.map((value) => jsSource(value)).join(', ');

import { utf8DecodeLenient } from '#demos/protocol/bytes.ts';
import { decodeEnginePacket } from '#demos/protocol/engineio-packet.ts';
import type { AssembledMessage } from '#demos/protocol/message.ts';
import type { PacketPart } from '#demos/protocol/packet-part.ts';
import { assembleSocketio, IDLE, type SocketioAssembly } from '#demos/protocol/socketio-assembly.ts';
import { source } from '#demos/protocol/source.ts';
import { byteSpan } from '#demos/protocol/span.ts';
import type { Role } from '#demos/protocol/violation.ts';
import { placeViolation } from './annotate.ts';
import type { Annotation } from './dissection.ts';

/** Socket.IO's path, unless a server was told another. */
const PATH = '/socket.io/';

const parametersOf = (target: string): URLSearchParams => new URLSearchParams(target.slice(target.indexOf('?') + 1));

/** Whether a request's target asks for version 4 of Engine.IO over WebSocket (Engine.IO v4 §WebSocket). */
export function isEngineioWebsocket(target: string): boolean {
  const parameters = parametersOf(target);
  return target.startsWith(`${PATH}?`) && parameters.get('EIO') === '4' && parameters.get('transport') === 'websocket';
}

const annotate = ({ children, ...part }: PacketPart, space: string): Annotation => ({
  ...part,
  space,
  children: children.map((child) => annotate(child, space)),
});

/**
 * Reads one direction's messages as Engine.IO packets, and those of type message as Socket.IO packets. An attachment's
 * annotation has the packet that announced it in `params`: `packet` is that one's space, `index` counts from 0.
 */
export class EngineioReader {
  readonly #from: Role;
  /** `null`: it is not known who waits for what, because a packet may have passed that was not read. */
  #assembly: SocketioAssembly | null;
  /** The space of the packet whose attachments are awaited. */
  #announced = '';

  /** A session that began as long polling may have announced there what comes here. */
  constructor(from: Role, target: string) {
    this.#from = from;
    this.#assembly = parametersOf(target).has('sid') ? null : IDLE;
  }

  /** The packet that a message is; `null` when the message's own bytes are not at hand. */
  read(space: string, { type, payload, compression, incomplete }: AssembledMessage): Annotation | null {
    if (incomplete || compression === 'not-inflated') {
      this.#assembly = null;
      return null;
    }
    const options = { from: this.#from };
    const result = decodeEnginePacket(type === 'text' ? utf8DecodeLenient(payload) : payload, options);
    const root: Annotation = {
      field: 'eio.packet',
      space,
      span: byteSpan(0, payload.length),
      value: result.kind === 'packet' ? result.packet.type : '',
      source: source('Engine.IO v4', 'Protocol'),
      children: result.parts.map((part) => annotate(part, space)),
    };
    if (result.kind === 'violation') return placeViolation(root, result.violation, space);
    return result.packet.type === 'message' ? this.#message(root, result.packet.data) : root;
  }

  /** `data` ends the message: what stands before it is the type's digit, or nothing. */
  #message(root: Annotation, data: string | Uint8Array): Annotation {
    const { space } = root;
    const { end } = root.span;
    const at = typeof data === 'string' ? 1 : root.children[0]?.field === 'eio.base64' ? 1 : 0;
    if (this.#assembly === null && typeof data !== 'string') return root;
    const { assembly, step } = assembleSocketio(this.#assembly ?? IDLE, data, { from: this.#from, at });
    this.#assembly = assembly;
    const parts = step.kind === 'attachment' ? [] : step.parts;
    const inner: Annotation = {
      field: step.kind === 'attachment' ? 'sio.attachment' : 'sio.packet',
      space,
      span: { start: at * 8, end },
      value: typeof data === 'string' ? (parts[0]?.value ?? '') : data.length,
      ...(step.kind === 'attachment' && {
        params: { packet: this.#announced, index: step.index, of: step.packet.attachments },
      }),
      source: source('Socket.IO v5', step.kind === 'attachment' ? 'Format' : 'Exchange protocol'),
      children: parts.map((part) => annotate(part, space)),
    };
    if (step.kind === 'packet') this.#announced = space;
    const outer = within(root, inner);
    return step.kind === 'violation' ? placeViolation(outer, step.violation, space) : outer;
  }
}

/** What a packet carries goes into its data; `4` alone has none. */
function within(root: Annotation, inner: Annotation): Annotation {
  const data = root.children.at(-1);
  return data?.field === 'eio.data'
    ? { ...root, children: root.children.with(-1, { ...data, children: [inner] }) }
    : root;
}

import type { CaptureEvent } from '#demos/capture/capture.ts';
import { fromHex, latin1Encode } from '#demos/protocol/bytes.ts';
import type { Link } from './link.ts';
import { createModelLink, type ModelLink, type ModelLinkOptions } from './model.ts';

/** The key of RFC 6455 §1.3 and the masking key of §5.7, over and over. */
const rfcBytes = (count: number) =>
  count === 16 ? latin1Encode('the sample nonce') : Uint8Array.from(fromHex('37 fa 21 3d')).slice(0, count);

export const model = (options: ModelLinkOptions = {}): ModelLink =>
  createModelLink({ randomBytes: rfcBytes, ...options });
export const events = (link: Link): readonly CaptureEvent[] => link.capture.get().events;

/** One word an event: `> bytes` and `< bytes` are those of the client and the server. */
export function story(link: Link): string[] {
  return events(link).map((event) => {
    if (event.kind === 'script') return 'do' in event.script ? `${event.script.do}()` : event.script.on;
    if (event.kind === 'bytes') return `${event.direction === 'client-to-server' ? '>' : '<'} bytes`;
    if (event.kind === 'fin' || event.kind === 'rst')
      return `${event.direction === 'client-to-server' ? '>' : '<'} ${event.kind}`;
    return event.kind;
  });
}

export const sent = (link: Link, direction: 'client-to-server' | 'server-to-client') =>
  events(link).flatMap((event) => (event.kind === 'bytes' && event.direction === direction ? [event.bytes] : []));
export const scripts = (link: Link) => events(link).flatMap((event) => (event.kind === 'script' ? [event.script] : []));

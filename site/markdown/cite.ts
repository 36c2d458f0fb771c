import { z } from 'astro/zod';
import { type Source, type SourceDocument, source, sourceLabel, sourceUrl } from '#demos/protocol/source.ts';

const rfcs = ['1951', '3629', '4648', '6202', '6455', '7692', '8259', '8441', '9110', '9112', '9220'] as const;

/** Headings of the two documents of Socket.IO: a misspelt one would link to nothing, so it must stop the build. */
const engineioHeadings = [
  'Transports',
  'Query parameters',
  'WebSocket',
  'Protocol',
  'Handshake',
  'Heartbeat',
  'Upgrade',
  'Message',
  'Packet encoding',
  'History',
  'From v3 to v4',
] as const;
const socketioHeadings = [
  'Introduction',
  'Exchange protocol',
  'Connection to a namespace',
  'Sending and receiving data',
  'Acknowledgement',
  'Disconnection from a namespace',
  'Packet encoding',
  'Format',
  'Sample session',
  'History',
  'Difference between v5 and v4',
] as const;

/**
 * What `<Source>` takes: `s="5.2"` is RFC 6455, `rfc="8441" s="5"` another RFC, `whatwg="feedback-from-the-protocol"`
 * an anchor of the WebSockets Standard, `eio="Handshake"` and `sio="Format"` a heading of the protocol documents of
 * Engine.IO v4 and Socket.IO v5.
 */
export const citation = z.union([
  z.strictObject({ rfc: z.enum(rfcs).default('6455'), s: z.string().regex(/^\d/) }),
  z.strictObject({ whatwg: z.string().regex(/^[a-z]/) }),
  z.strictObject({ eio: z.enum(engineioHeadings) }),
  z.strictObject({ sio: z.enum(socketioHeadings) }),
]);
export type Citation = z.output<typeof citation>;

export interface Cited {
  readonly href: string;
  /** Short: the course is about RFC 6455, so its sections stand without its name. */
  readonly label: string;
  readonly title: string;
}

const cited = (of: Source, label: string): Cited => ({ href: sourceUrl(of), label, title: sourceLabel(of) });

export function cite(citation: Citation): Cited {
  if ('whatwg' in citation) return cited(source('WHATWG WebSockets', citation.whatwg), 'WHATWG');
  if ('eio' in citation) return cited(source('Engine.IO v4', citation.eio), `EIO §${citation.eio}`);
  if ('sio' in citation) return cited(source('Socket.IO v5', citation.sio), `SIO §${citation.sio}`);
  const document: SourceDocument = `RFC ${citation.rfc}`;
  const label = citation.rfc === '6455' ? `§${citation.s}` : `${document} §${citation.s}`;
  return cited(source(document, citation.s), label);
}

/** Where a rule or a meaning is written. `section` is the number, for WHATWG the anchor, for Socket.IO's documents the heading. */
export interface Source {
  readonly document: SourceDocument;
  readonly section: string;
}

export type SourceDocument =
  | 'RFC 1951'
  | 'RFC 3629'
  | 'RFC 4648'
  | 'RFC 6202'
  | 'RFC 6265'
  | 'RFC 6455'
  | 'RFC 7692'
  | 'RFC 8259'
  | 'RFC 8441'
  | 'RFC 9110'
  | 'RFC 9111'
  | 'RFC 9112'
  | 'RFC 9113'
  | 'RFC 9220'
  | 'RFC 9293'
  | keyof typeof LIVING_STANDARDS
  | keyof typeof HEADED_DOCUMENTS
  | keyof typeof PROGRAMS;

/** Documents without numbered sections, cited by anchor. */
const LIVING_STANDARDS = {
  'W3C Fetch Metadata': 'https://www.w3.org/TR/fetch-metadata/',
  'WHATWG Fetch': 'https://fetch.spec.whatwg.org/',
  'WHATWG WebSockets': 'https://websockets.spec.whatwg.org/',
} as const;

/** Documents without numbers or anchors of their own, cited by heading. */
const HEADED_DOCUMENTS = {
  'Engine.IO v4': 'https://github.com/socketio/socket.io/blob/main/docs/engine.io-protocol/v4-current.md',
  'Socket.IO v5': 'https://github.com/socketio/socket.io/blob/main/docs/socket.io-protocol/v5-current.md',
} as const;

/** Programs whose source is the only place where a rule is written, cited by file. */
const PROGRAMS = {
  'socket.io-parser 4.2.7': 'https://github.com/socketio/socket.io/blob/main/packages/socket.io-parser/',
} as const;

const isLiving = (document: SourceDocument): document is keyof typeof LIVING_STANDARDS => document in LIVING_STANDARDS;

const isHeaded = (document: SourceDocument): document is keyof typeof HEADED_DOCUMENTS => document in HEADED_DOCUMENTS;
const isProgram = (document: SourceDocument): document is keyof typeof PROGRAMS => document in PROGRAMS;

/** The anchor that GitHub gives to a heading of words, where no earlier heading is the same. */
const headingAnchor = (heading: string): string => heading.toLowerCase().replaceAll(' ', '-');

export const source = (document: SourceDocument, section: string): Source => ({ document, section });

/** `RFC 6455 §5.2`, `WHATWG WebSockets #feedback-from-the-protocol`, `Socket.IO v5 §Format`, `socket.io-parser 4.2.7 lib/index.ts`. */
export const sourceLabel = ({ document, section }: Source): string => {
  if (isProgram(document)) return `${document} ${section}`;
  return isLiving(document) ? `${document} #${section}` : `${document} §${section}`;
};

/** The address of the section itself. Steps (`4.2.2 step 5.4`, `4.1(7)`) link to the section that holds them. */
export function sourceUrl({ document, section }: Source): string {
  if (isLiving(document)) return `${LIVING_STANDARDS[document]}#${section}`;
  if (isHeaded(document)) return `${HEADED_DOCUMENTS[document]}#${headingAnchor(section)}`;
  if (isProgram(document)) return `${PROGRAMS[document]}${section}`;
  const number = document.slice(4);
  const numbered = /^[0-9]+(\.[0-9]+)*/.exec(section)?.[0] ?? '';
  return `https://www.rfc-editor.org/rfc/rfc${number}.html${numbered && `#section-${numbered}`}`;
}

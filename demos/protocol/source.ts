/** Where a rule or a meaning is written. `section` is the number or, for WHATWG, the anchor. */
export interface Source {
  readonly document: SourceDocument;
  readonly section: string;
}

export type SourceDocument =
  | 'RFC 3629'
  | 'RFC 4648'
  | 'RFC 6265'
  | 'RFC 6455'
  | 'RFC 7692'
  | 'RFC 8441'
  | 'RFC 9110'
  | 'RFC 9111'
  | 'RFC 9112'
  | 'RFC 9113'
  | 'RFC 9220'
  | keyof typeof LIVING_STANDARDS;

/** Documents without numbered sections, cited by anchor. */
const LIVING_STANDARDS = {
  'W3C Fetch Metadata': 'https://www.w3.org/TR/fetch-metadata/',
  'WHATWG Fetch': 'https://fetch.spec.whatwg.org/',
  'WHATWG WebSockets': 'https://websockets.spec.whatwg.org/',
} as const;

const isLiving = (document: SourceDocument): document is keyof typeof LIVING_STANDARDS => document in LIVING_STANDARDS;

export const source = (document: SourceDocument, section: string): Source => ({ document, section });

/** `RFC 6455 §5.2`, or `WHATWG WebSockets #feedback-from-the-protocol`. */
export const sourceLabel = ({ document, section }: Source): string =>
  isLiving(document) ? `${document} #${section}` : `${document} §${section}`;

/** The address of the section itself. Steps (`4.2.2 step 5.4`, `4.1(7)`) link to the section that holds them. */
export function sourceUrl({ document, section }: Source): string {
  if (isLiving(document)) return `${LIVING_STANDARDS[document]}#${section}`;
  const number = document.slice(4);
  const numbered = /^[0-9]+(\.[0-9]+)*/.exec(section)?.[0] ?? '';
  return `https://www.rfc-editor.org/rfc/rfc${number}.html${numbered && `#section-${numbered}`}`;
}

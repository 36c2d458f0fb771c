/** Where a rule or a meaning is written. `section` is the number or, for WHATWG, the anchor. */
export interface Source {
  readonly document: SourceDocument;
  readonly section: string;
}

export type SourceDocument =
  | 'RFC 3629'
  | 'RFC 4648'
  | 'RFC 6455'
  | 'RFC 7692'
  | 'RFC 8441'
  | 'RFC 9110'
  | 'RFC 9112'
  | 'RFC 9220'
  | 'WHATWG WebSockets';

export const source = (document: SourceDocument, section: string): Source => ({ document, section });

/** `RFC 6455 §5.2`, or `WHATWG WebSockets #feedback-from-the-protocol`. */
export const sourceLabel = ({ document, section }: Source): string =>
  document.startsWith('RFC') ? `${document} §${section}` : `${document} #${section}`;

/** The address of the section itself. Steps (`4.2.2 step 5.4`, `4.1(7)`) link to the section that holds them. */
export function sourceUrl({ document, section }: Source): string {
  if (!document.startsWith('RFC')) return `https://websockets.spec.whatwg.org/#${section}`;
  const number = document.slice(4);
  const numbered = /^[0-9]+(\.[0-9]+)*/.exec(section)?.[0] ?? '';
  return `https://www.rfc-editor.org/rfc/rfc${number}.html${numbered && `#section-${numbered}`}`;
}

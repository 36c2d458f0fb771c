import { type Extension, parseExtensions } from './extensions.ts';
import { fieldLines, valueSpan, type WithFields } from './http-fields.ts';
import type { HeadField } from './http-head.ts';
import type { Span } from './span.ts';

export interface HeadExtension extends Extension {
  readonly field: HeadField;
}

/** `span` counts bits of the head. */
export type HeadExtensionsResult =
  | { readonly kind: 'extensions'; readonly extensions: readonly HeadExtension[] }
  | { readonly kind: 'invalid'; readonly span: Span; readonly found: string; readonly expected: string };

/** Every extension a head names, in order; the field may be split over several lines (RFC 6455 §9.1). No field: none. */
export function headExtensions(head: WithFields): HeadExtensionsResult {
  const extensions: HeadExtension[] = [];
  for (const field of fieldLines(head, 'Sec-WebSocket-Extensions')) {
    const result = parseExtensions(field.value);
    if (result.kind === 'invalid') {
      const { at, found, expected } = result;
      return { kind: 'invalid', span: valueSpan(field, at, Math.min(at + 1, field.value.length)), found, expected };
    }
    extensions.push(...result.extensions.map((extension) => ({ ...extension, field })));
  }
  return { kind: 'extensions', extensions };
}

import type { Direction, Redaction, WireEvent } from '#demos/capture/capture.ts';
import { createRedactor } from '#demos/capture/redact.ts';
import { shiftSpan } from '#demos/protocol/span.ts';
import type { Page } from './page.ts';

/** A stretch of one TCP connection that belongs to one page: a connection of that page's capture. */
export interface OwnedRun {
  readonly page: Page;
  readonly connection: string;
  bytes(direction: Direction, parts: readonly Uint8Array[], at: number): void;
  event(event: WireEvent, at: number): void;
}

/** A run begins with a request head, so its redactor and its offsets begin at nothing. */
export function createOwnedRun(page: Page, snapBytes: number): OwnedRun {
  const connection = page.nextConnection();
  const redactor = createRedactor();
  const offsets: Record<Direction, number> = { 'client-to-server': 0, 'server-to-client': 0 };
  return {
    page,
    connection,
    bytes(direction, parts, at) {
      if (!page.open) return;
      const length = parts.reduce((sum, part) => sum + part.length, 0);
      // Copied now: ws unmasks in place.
      const bytes = new Uint8Array(Math.min(length, snapBytes));
      const redacted: Redaction[] = [];
      let end = 0;
      for (const part of parts) {
        // What is not kept passes the redactor too, which must not lose its place.
        const clean = redactor.redact(direction, part);
        if (end < bytes.length) {
          bytes.set(clean.bytes.subarray(0, bytes.length - end), end);
          for (const { span, why } of clean.redacted) {
            const shifted = shiftSpan(span, end);
            if (shifted.start < bytes.length * 8)
              redacted.push({ span: { start: shifted.start, end: Math.min(shifted.end, bytes.length * 8) }, why });
          }
        }
        end += part.length;
      }
      const offset = offsets[direction];
      offsets[direction] += length;
      page.emit(connection, { kind: 'bytes', direction, offset, bytes, ...(redacted.length > 0 && { redacted }) }, at);
      if (length > bytes.length)
        page.emit(
          connection,
          { kind: 'gap', direction, offset: offset + bytes.length, length: length - bytes.length, why: 'snapped' },
          at,
        );
    },
    event: (event, at) => page.emit(connection, event, at),
  };
}

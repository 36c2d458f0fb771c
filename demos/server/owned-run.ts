import type { Direction, Redaction, ServerRecord } from '#demos/capture/capture.ts';
import { createRedactor } from '#demos/capture/redact.ts';
import { shiftSpan } from '#demos/protocol/span.ts';
import type { Page } from './page.ts';

/**
 * A stretch of one TCP connection that belongs to one page: a connection of that page's capture. It begins with a
 * request head, so its redactor and its offsets begin at nothing.
 */
export class OwnedRun {
  readonly page: Page;
  readonly connection: string;
  readonly #snapBytes: number;
  readonly #redactor = createRedactor();
  #received = 0;
  #sent = 0;

  constructor(page: Page, snapBytes: number) {
    this.page = page;
    this.connection = page.nextConnection();
    this.#snapBytes = snapBytes;
  }

  bytes(direction: Direction, parts: readonly Uint8Array[], at: number): void {
    if (!this.page.open) return;
    let length = 0;
    for (const part of parts) length += part.length;
    const { bytes, redacted } = this.#keep(direction, parts, Math.min(length, this.#snapBytes));
    const offset = this.#advance(direction, length);
    this.event({ kind: 'bytes', direction, offset, bytes, ...(redacted.length > 0 && { redacted }) }, at);
    const left = length - bytes.length;
    if (left > 0)
      this.event({ kind: 'gap', direction, offset: offset + bytes.length, length: left, why: 'snapped' }, at);
  }

  event(event: ServerRecord, at: number): void {
    this.page.emit(this.connection, event, at);
  }

  /** A copy of the first `kept` bytes, made now because ws unmasks in place, without what must not be shown. */
  #keep(direction: Direction, parts: readonly Uint8Array[], kept: number) {
    const bytes = new Uint8Array(kept);
    const redacted: Redaction[] = [];
    let end = 0;
    for (const part of parts) {
      // What is not kept passes the redactor too, which must not lose its place.
      const clean = this.#redactor.redact(direction, part);
      if (end < kept) {
        bytes.set(clean.bytes.length > kept - end ? clean.bytes.subarray(0, kept - end) : clean.bytes, end);
        for (const { span, why } of clean.redacted) {
          const { start, end: stop } = shiftSpan(span, end);
          if (start < kept * 8) redacted.push({ span: { start, end: Math.min(stop, kept * 8) }, why });
        }
      }
      end += part.length;
    }
    return { bytes, redacted };
  }

  /** Moves a direction's offset on; returns where it was. */
  #advance(direction: Direction, length: number): number {
    if (direction === 'client-to-server') {
      this.#received += length;
      return this.#received - length;
    }
    this.#sent += length;
    return this.#sent - length;
  }
}

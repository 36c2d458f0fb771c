import type { Emission } from './emission.ts';
import type { Draft, DraftChange } from './event-draft.ts';
import type { LoggedPacket } from './logged-packet.ts';
import type { Bench } from './packet-bench.ts';

type Code = typeof import('./packet-bench.ts');

/** What the reader types, and what the codec makes of it. */
export class PacketDraft {
  draft = $state.raw<Draft | null>(null);
  bench = $state.raw<Bench | null>(null);
  /** The last draft that could be taken apart: it stays while what is typed cannot be read. */
  packet: LoggedPacket | null = null;

  /** What the draft would emit; `null` where it is no event, or one that this page's server does not take. */
  get emission(): Emission | null {
    const event = this.bench?.reading.event;
    const [name, ...args] = event?.values ?? [];
    return event && event.namespace === '/' && typeof name === 'string'
      ? { event: name, args, ack: event.ackId !== null }
      : null;
  }

  /** Starts from a packet, or from what was typed before. */
  begin({ draftOf, benchOf }: Code, packet: LoggedPacket | null): void {
    this.draft ??= packet && draftOf(packet);
    // What is shown as the codec's must be the codec's from the start, also while what is typed cannot be read.
    this.#take(this.draft && benchOf(this.draft));
  }

  edit({ editDraft, benchOf }: Code, change: DraftChange): void {
    if (!this.draft || Object.keys(change).length === 0) return;
    this.draft = editDraft(this.draft, change);
    this.#take(benchOf(this.draft));
  }

  #take(bench: Bench | null): void {
    this.bench = bench;
    this.packet = bench?.packet ?? this.packet;
  }
}

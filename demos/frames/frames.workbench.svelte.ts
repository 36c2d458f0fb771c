import type { Late } from '#demos/parts/late.ts';
import { equalBytes } from '#demos/protocol/bytes.ts';
import type { Policy } from '#demos/protocol/frame.ts';
import { anatomyOf } from './frames.anatomy.ts';
import type { Bench } from './frames.bench.ts';
import { type PartRef, partOfBit, samePart } from './frames.parts.ts';
import type { Comparison } from './frames.policies.ts';
import { stagesOf } from './frames.stages.ts';

/** What changes a frame, and what judges it. */
type Codec = Pick<typeof import('./frames.edit.ts'), 'flipBit' | 'setPayloadLength'> &
  Pick<typeof import('./frames.policies.ts'), 'comparePolicies'>;

/** A frame, and what three receivers make of it. */
export interface Judged {
  readonly bench: Bench;
  readonly comparison: Comparison;
}

/** Where the frame on the bench comes from. */
export type Origin = { readonly kind: 'log'; readonly key: string } | { readonly kind: 'own' };

/** The frame that lies on the bench, what is made of it, and what the reader does to it. */
export class Workbench {
  bench = $state.raw() as Bench;
  comparison = $state.raw() as Comparison;
  origin = $state.raw() as Origin;
  policy = $state.raw<Policy>('rfc');
  selected = $state.raw<PartRef | null>(null);

  readonly anatomy = $derived(anatomyOf(this.bench.bytes));
  readonly reading = $derived(
    this.comparison.verdicts.find(({ policy }) => policy === this.policy)?.reading ?? ({ kind: 'waits' } as const),
  );
  readonly stages = $derived(stagesOf(this.bench.bytes, this.anatomy, this.reading));

  /** As it was laid. */
  #original: Bench;
  readonly #codec: Late<Codec>;
  readonly #judged: () => void;

  /** `judged`: another frame lies there. */
  constructor({ bench, comparison }: Judged, origin: Origin, codec: Late<Codec>, judged: () => void) {
    this.bench = bench;
    this.comparison = comparison;
    this.origin = origin;
    this.#original = bench;
    this.#judged = judged;
    this.#codec = codec;
  }

  get changed(): boolean {
    return !equalBytes(this.bench.bytes, this.#original.bytes);
  }

  /** Lays another frame there. */
  lay(bench: Bench, origin: Origin): void {
    this.#change(() => {
      this.origin = origin;
      this.#original = bench;
      return bench;
    });
  }

  put(change: Partial<Bench>): void {
    this.#change(() => ({ ...this.bench, ...change }));
  }

  /** Changes one bit, and selects the part that it belongs to. */
  flip(bit: number): void {
    this.#change(({ flipBit }) => ({ ...this.bench, bytes: flipBit(this.bench.bytes, bit) }));
    void this.#codec.use(() => {
      this.selected = partOfBit(this.anatomy, bit);
    });
  }

  /** Gives it a payload of that many bytes. */
  setLength(length: number): void {
    this.#change(({ setPayloadLength }) => ({ ...this.bench, bytes: setPayloadLength(this.bench.bytes, length) }));
  }

  restore(): void {
    this.put(this.#original);
  }

  select(ref: PartRef | null): void {
    this.selected = samePart(ref, this.selected) ? null : ref;
  }

  #change(change: (codec: Codec) => Bench): void {
    void this.#codec.use((codec) => {
      this.bench = change(codec);
      this.comparison = codec.comparePolicies(this.bench, this.anatomy);
      this.#judged();
    });
  }
}

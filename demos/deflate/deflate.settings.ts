/** What a conversation is to agree on, for both directions alike. */
export interface Settings {
  readonly takeover: boolean;
  readonly windowBits: number;
  /** Which blocks a model writes; a real end chooses itself. */
  readonly strategy: Strategy;
}

type Strategy = 'default' | 'fixed' | 'stored';
export const STRATEGIES: readonly Strategy[] = ['default', 'fixed', 'stored'];

/** RFC 7692 §7.1.2 allows 8 as well; zlib compresses raw DEFLATE with no fewer than 9. */
export const WINDOW_BITS: readonly number[] = [9, 10, 11, 12, 13, 14, 15];

export const USUAL: Settings = { takeover: true, windowBits: 15, strategy: 'default' };

import type { Problem } from '#demos/capture/problem.ts';
import { NOT_LOADED } from '#demos/parts/not-loaded.ts';
import { evenTimes, Playback } from '#demos/parts/playback.svelte.ts';
import { BEST_TACTIC, type KeyMode, type Tactic } from './attack.keys.ts';
import { momentOf, type PoisonPart } from './poison.connect.ts';
import type { Attack, PoisonStory } from './poison.story.ts';

/** What prose asks for, by name. */
const RUNS: Readonly<Record<string, KeyMode>> = {
  'no-mask': 'none',
  'fixed-key': 'fixed',
  'predictable-key': 'predictable',
  'random-key': 'random',
};

/** Milliseconds to a moment, when it is played. */
const PACE = 2000;

/** The moment a reader sees first: the one in which everything is decided. */
const FIRST: PoisonPart = 'request';

/** The figure's state while it is on a page: which attack, how far, and what came of those that were seen to their end. */
export class PoisonFigure {
  story = $state.raw() as PoisonStory;
  selected = $state.raw<PoisonPart | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** Whether each way to choose keys was poisoned the last time its story was seen to its end. */
  seen = $state.raw<Partial<Record<KeyMode, boolean>>>({});

  readonly playback;
  /** Counts the attacks: of two that load the later is shown. */
  #attacks = 0;

  constructor(story: PoisonStory) {
    this.story = story;
    this.playback = new Playback(evenTimes(story.moments.length, PACE), momentOf(story, FIRST));
  }

  wake(): void {
    this.playback.start();
  }

  dispose(): void {
    this.#attacks += 1;
    this.playback.stop();
  }

  get index(): number {
    return Math.min(this.playback.index, this.story.moments.length - 1);
  }
  get atEnd(): boolean {
    return this.index === this.story.moments.length - 1;
  }

  /** The story's outcome is on screen. */
  noteOutcome(): void {
    const { attack, poisoned } = this.story;
    if (this.seen[attack.keys] !== poisoned) this.seen = { ...this.seen, [attack.keys]: poisoned };
  }

  /** Attacks anew, with new keys; shows the moment with that index, or the same one as before. */
  async attack(attack: Attack, land: 'request' | 'start' | number = 'request'): Promise<boolean> {
    this.#attacks += 1;
    const mine = this.#attacks;
    const code = await import('./poison.run.ts').catch(() => null);
    if (mine !== this.#attacks) return false;
    this.problem = code ? null : NOT_LOADED;
    if (!code) return false;
    this.story = code.storyOf(attack, code.browserRandomBytes);
    this.selected = null;
    this.playback.take(evenTimes(this.story.moments.length, PACE));
    this.playback.go(land === 'request' ? momentOf(this.story, FIRST) : land === 'start' ? 0 : land);
    return true;
  }

  chooseKeys(keys: KeyMode): void {
    void this.attack({ keys, tactic: BEST_TACTIC[keys] });
  }

  chooseTactic(tactic: Tactic): void {
    void this.attack({ keys: this.story.attack.keys, tactic });
  }

  /** Runs a scenario that prose names, from its first moment on. */
  async run(name: string): Promise<void> {
    const keys = RUNS[name];
    if (!keys) return;
    if (await this.attack({ keys, tactic: BEST_TACTIC[keys] }, 'start')) this.playback.act('toggle');
  }

  select(part: PoisonPart): void {
    this.playback.go(momentOf(this.story, part));
    this.selected = part;
  }
}

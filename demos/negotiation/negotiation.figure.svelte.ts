import { createActor, type SnapshotFrom } from 'xstate';
import type { Capture, CaptureSource } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import { createLinks, type RunningSource } from '#demos/link/links.ts';
import type { PlaybackAct } from '#demos/machines/stepper.machine.ts';
import { NOT_LOADED } from '#demos/parts/not-loaded.ts';
import { Playback } from '#demos/parts/playback.svelte.ts';
import type { HashState } from './negotiation.hash.ts';
import { isRun, RUNS, type RunId, type Setup } from './negotiation.runs.ts';

import type { Story } from './negotiation.story.ts';
import { PARTS, type PartId } from './negotiation.texts.ts';
import { sessionMachine } from './negotiation-session.machine.ts';

/** What a figure starts from: told at build time, the capture kept as a file. */
export interface Recorded {
  readonly stories: Readonly<Record<RunId, Story>>;
  readonly madeWith: Capture['madeWith'];
  readonly url: string;
}

const timesOf = ({ moments }: Story): readonly number[] => moments.map(({ at }) => at);

/** The figure's state while it is on a page: what the reader chose and wrote, the links that run it, and what they show. */
export class NegotiationFigure {
  story = $state.raw() as Story;
  madeWith = $state.raw<Capture['madeWith']>({});
  /** Both sides' drafts; `run` while they are a recorded case's. */
  setup = $state.raw<Setup>(RUNS['chat-chosen']);
  run = $state.raw<RunId | null>('chat-chosen');
  /** The fields of both sides are open; they load with that. */
  writing = $state(false);
  /** What the reader wrote last; a case that is looked at meanwhile does not take it away. */
  own = $state.raw<Setup | null>(null);
  selected = $state.raw<PartId | null>(null);
  lost = $state(false);

  readonly #recorded: Recorded;
  readonly #companion: boolean;
  readonly #links = createLinks({
    live: async () => (await import('./negotiation.live.ts')).LINKS.live(),
    model: async () => (await import('./negotiation.live.ts')).LINKS.model(),
  });
  #capture = $state.raw<Capture | null>(null);
  #unfollow = (): void => {};
  /** Where a link points in the run it asked for; by itself a run is looked at from its end. */
  #landing: number | undefined;
  /** Counts the runs, so that a link that opens late does not start one that was overtaken. */
  #runs = 0;

  readonly playback;
  readonly #session;
  #sitting = $state.raw() as SnapshotFrom<typeof sessionMachine>;

  constructor(recorded: Recorded, companion: boolean) {
    this.#recorded = recorded;
    this.#companion = companion;
    this.story = recorded.stories['chat-chosen'];
    this.madeWith = recorded.madeWith;
    this.playback = new Playback(timesOf(this.story), this.story.moments.length - 1);
    this.#session = createActor(
      sessionMachine.provide({
        actions: {
          showRecorded: () => this.#showRecorded(),
          runSetup: ({ context }) => void this.#start(context.source),
        },
      }),
    );
    this.#sitting = this.#session.getSnapshot();
  }

  wake(): void {
    this.#session.subscribe((snapshot) => {
      this.#sitting = snapshot;
    });
    this.playback.start();
    this.#session.start();
  }

  dispose(): void {
    this.#runs += 1;
    this.#unfollow();
    this.playback.stop();
    this.#session.stop();
    this.#links.dispose();
  }

  get index(): number {
    return Math.min(this.playback.index, this.story.moments.length - 1);
  }
  /** Where what is on screen comes from; while a run is under way, where it will. */
  get source(): CaptureSource {
    return this.running ? this.#sitting.context.source : (this.#capture?.source ?? 'recorded');
  }
  get problem() {
    return this.#sitting.context.problem;
  }
  get running(): boolean {
    return this.#sitting.matches('running');
  }
  /** The capture on screen; for the recorded one, where the site keeps it. */
  get capture(): Capture | { readonly url: string } {
    return this.#capture ?? { url: this.#recorded.url };
  }

  play(act: PlaybackAct): void {
    this.selected = null;
    this.playback.act(act);
  }

  select(part: string): void {
    const known = PARTS.find((each) => each === part);
    if (known) this.selected = this.selected === known ? null : known;
  }

  /** Shows a recorded case, or runs it where the reader is live or computes. */
  pick(run: string): void {
    if (!isRun(run)) return;
    this.selected = null;
    this.run = run;
    this.setup = RUNS[run];
    if (this.source === 'recorded') this.#session.send({ type: 'show' });
    else this.open(this.source);
  }

  /** Nothing is sent until the reader opens it. */
  edit(change: Partial<Setup>): void {
    this.setup = { ...this.setup, ...change };
    this.own = this.setup;
    this.run = null;
  }

  /** Opens the fields, with what was written before or else with what is shown. Nothing is sent by that. */
  write(): void {
    this.writing = true;
    this.setup = this.own ?? this.setup;
    this.run = null;
  }

  /** Opens what was written. It may have a problem, and was never recorded: it runs on the reader's own connection, or is computed. */
  open(source: RunningSource = this.#running(), problem: Problem | null = null): void {
    this.selected = null;
    this.#session.send({ type: 'run', source, problem });
  }

  choose(source: CaptureSource): void {
    if (source !== 'recorded') this.open(source);
    else {
      this.run ??= 'chat-chosen';
      this.setup = RUNS[this.run];
      this.#session.send({ type: 'show' });
    }
  }

  /** Goes where a link points. What a reader wrote is filled in and not sent: sending is the reader's act. */
  obey({ run, setup, step, source, part }: HashState): void {
    this.#landing = step;
    this.run = run;
    this.setup = setup;
    if (!run) {
      this.own = setup;
      this.writing = true;
    }
    if (run && source && source !== 'recorded' && (source !== 'live' || this.#companion)) this.open(source);
    else if (run) this.#session.send({ type: 'show' });
    this.selected = part ?? null;
  }

  #running(): RunningSource {
    if (this.source !== 'recorded') return this.source;
    return this.#companion ? 'live' : 'model';
  }

  #show(story: Story, madeWith: Capture['madeWith']): void {
    this.story = story;
    this.madeWith = madeWith;
    this.playback.take(timesOf(story));
  }

  #land({ moments }: Story): void {
    this.playback.go(Math.min(this.#landing ?? moments.length, moments.length - 1));
    this.#landing = undefined;
  }

  #showRecorded(): void {
    this.#runs += 1;
    this.#unfollow();
    this.#capture = null;
    const story = this.#recorded.stories[this.run ?? 'chat-chosen'];
    this.#show(story, this.#recorded.madeWith);
    this.#land(story);
  }

  async #load(source: RunningSource) {
    try {
      return await Promise.all([this.#links.open(source), import('./negotiation.live.ts')]);
    } catch {
      return null;
    }
  }

  async #start(source: CaptureSource): Promise<void> {
    if (source === 'recorded') return;
    this.#runs += 1;
    const run = this.#runs;
    const parts = await this.#load(source);
    if (run !== this.#runs) return;
    if (!parts) return this.#session.send({ type: 'refused', problem: NOT_LOADED });
    const [link, { startRun }] = parts;
    this.#unfollow();
    this.#unfollow = startRun(link, this.setup, {
      story: (story, settled, capture) => {
        this.#capture = capture;
        this.#show(story, capture.madeWith);
        if (!settled) return;
        this.#session.send({ type: 'settled' });
        this.#land(story);
      },
      refused: (problem) => this.#session.send({ type: 'refused', problem }),
      lost: (isLost) => {
        this.lost = isLost;
        if (isLost) this.#session.send({ type: 'lost' });
      },
    });
  }
}

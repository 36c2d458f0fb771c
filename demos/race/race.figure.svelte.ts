import type { Capture, CaptureSource } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import { NOT_LOADED } from '#demos/parts/not-loaded.ts';
import { Playback } from '#demos/parts/playback.svelte.ts';
import { stepsOf } from './race.connect.ts';
import type { HashState } from './race.hash.ts';
import { isLane, type LaneId, type RaceStory } from './race.lanes.ts';
import type { LiveRaces } from './race.live.ts';
import { modelRace } from './race.model.ts';
import type { RecordedRace } from './race.recorded.ts';
import { isRunId, LADDERS, liveSettings, type RaceSettings, RECORDED, RUNS } from './race.settings.ts';

/** What is on screen, and where it came from. */
interface Shown {
  readonly source: CaptureSource;
  readonly story: RaceStory;
  readonly settings: RaceSettings;
  readonly madeWith: Capture['madeWith'];
  /** `null` where the site keeps it as a file, or there is none. */
  readonly capture: Capture | null;
}

const isMeasure = (part: string): part is 'staleness' | 'bytes' => part === 'staleness' || part === 'bytes';

/** The figure's state while it is on a page: which race is shown, under which settings, and which lane is looked at. */
export class RaceFigure {
  shown = $state.raw() as Shown;
  lane = $state.raw<LaneId>('polling');
  /** A measure that the prose names. */
  measure = $state.raw<'staleness' | 'bytes' | null>(null);
  problem = $state.raw<Problem | null>(null);
  running = $state(false);
  lost = $state(false);

  readonly #recorded: RecordedRace;
  #companion = false;
  #live: Promise<LiveRaces> | null = null;
  /** Counts what was asked for, so that a live race that is loaded late does not start after another choice. */
  #asked = 0;
  readonly playback;

  constructor(recorded: RecordedRace) {
    this.#recorded = recorded;
    this.shown = this.#asRecorded();
    const times = this.#times();
    this.playback = new Playback(times, times.length - 1);
  }

  wake(companion: boolean): void {
    this.#companion = companion;
    this.playback.start();
  }

  dispose(): void {
    this.#asked += 1;
    this.playback.stop();
    void this.#live?.then((live) => live.dispose());
  }

  get capture(): Capture | { readonly url: string } | null {
    if (this.shown.source === 'recorded') return { url: this.#recorded.url };
    return this.shown.capture;
  }

  choose(source: CaptureSource): void {
    this.problem = null;
    if (source === 'live') void this.runLive();
    else if (source === 'model') this.#model(this.shown.settings);
    else this.#show(this.#asRecorded());
  }

  /** A slider has moved: a model answers at once, a live race when it is let go. */
  set(name: keyof RaceSettings, index: number, isDone: boolean): void {
    const settings = { ...this.shown.settings, [name]: LADDERS[name][index] ?? this.shown.settings[name] };
    // What is allowed changes nothing that happened.
    if (name === 'toleranceMs') this.shown = { ...this.shown, settings };
    else if (this.shown.source !== 'live') this.#model(settings);
    else {
      this.shown = { ...this.shown, settings: liveSettings(settings) };
      if (isDone) void this.runLive();
    }
  }

  runScenario(run: string): void {
    if (!isRunId(run)) return;
    if (run === 'ten-a-second' && this.#companion) {
      this.shown = { ...this.shown, settings: liveSettings(RUNS[run]) };
      void this.runLive();
    } else this.#model(RUNS[run]);
  }

  select(part: string): void {
    this.measure = isMeasure(part) ? part : null;
    if (isLane(part)) this.look(part);
  }

  /** Look at another lane: its moments are stepped through, its machine is shown. */
  look(lane: LaneId): void {
    this.lane = lane;
    this.#retime();
  }

  obey({ settings, source, lane, step, part }: HashState): void {
    if (lane) this.look(lane);
    if (source === 'live' && this.#companion) {
      if (settings) this.shown = { ...this.shown, settings: liveSettings(settings) };
      void this.runLive();
    } else if (source === 'model' || settings) this.#model(settings ?? this.shown.settings);
    else if (this.shown.source !== 'recorded') this.choose('recorded');
    if (step !== undefined) this.playback.go(step);
    if (part) this.select(part);
  }

  /** Five seconds of the reader's own network. */
  async runLive(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const settings = liveSettings(this.shown.settings);
    this.problem = null;
    this.running = true;
    try {
      this.#live ??= this.#loadLive();
      const live = await this.#live;
      if (asked !== this.#asked) return;
      this.shown = { ...this.shown, settings };
      live.run(settings);
    } catch {
      this.#live = null;
      this.running = false;
      this.problem = NOT_LOADED;
    }
  }

  async #loadLive(): Promise<LiveRaces> {
    const { createLiveRaces } = await import('./race.live.ts');
    return createLiveRaces({
      story: (story, capture) => {
        if (!this.running && this.shown.source !== 'live') return;
        const { settings } = this.shown;
        this.#show({ source: 'live', story, settings, madeWith: capture.madeWith, capture });
      },
      refused: (problem) => {
        this.problem = problem;
      },
      lost: (isLost) => {
        this.lost = isLost;
      },
      running: (isRunning) => {
        this.running = isRunning;
      },
    });
  }

  #model(settings: RaceSettings): void {
    this.#stopLive();
    const story = modelRace(settings, this.#recorded.heads);
    this.#show({ source: 'model', story, settings, madeWith: {}, capture: null });
  }

  #stopLive(): void {
    this.#asked += 1;
    this.running = false;
    void this.#live?.then((live) => live.stop());
  }

  #asRecorded(): Shown {
    if (this.#live) this.#stopLive();
    const { story, madeWith } = this.#recorded;
    return { source: 'recorded', story, settings: RECORDED, madeWith, capture: null };
  }

  #times(): readonly number[] {
    return stepsOf(this.shown.story, this.lane).map(({ at }) => at);
  }

  #show(shown: Shown): void {
    this.shown = shown;
    this.#retime();
  }

  /** Seen whole at first: the last moment is where a reader stands. */
  #retime(): void {
    const times = this.#times();
    this.playback.take(times);
    this.playback.go(times.length - 1);
  }
}

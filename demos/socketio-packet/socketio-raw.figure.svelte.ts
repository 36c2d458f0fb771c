import type { Capture } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import { followLink } from '#demos/link/follow.ts';
import type { Link } from '#demos/link/link.ts';
import type { SocketioLink } from '#demos/link/socketio-live.ts';
import type { Exportable } from '#demos/parts/export-capture.ts';
import { NOT_LOADED } from '#demos/parts/not-loaded.ts';
import { type Branch, branchesOf, branchFor } from './raw-program.ts';
import { trailOf } from './raw-trail.ts';
import type { TranscriptRow } from './raw-transcript.ts';
import type { Experiment } from './socketio-raw.texts.ts';

export interface RawRecording {
  readonly rows: readonly TranscriptRow[];
  readonly madeWith: Capture['madeWith'];
  readonly capture: Exportable;
}

/** The recorded transcripts; the program's is what it sends and is sent, of the same kind as the plain client's. */
export type RawRecordings = Readonly<Record<Experiment, RawRecording>>;

/** The figure while it is on a page: which experiment is shown, and the connection that the reader drives. */
export class SocketioRawFigure {
  experiment = $state<Experiment>('plain-client');
  live = $state.raw<RawRecording | null>(null);
  lost = $state(false);
  loading = $state(false);
  problem = $state.raw<Problem | null>(null);

  readonly #recordings: RawRecordings;
  readonly branches: readonly Branch[];
  #plain: Link | null = null;
  #client: SocketioLink | null = null;
  #unfollow = (): void => {};
  /** Counts the runs, so that what loads late does not start one that was overtaken. */
  #runs = 0;
  /** How many packets of the server the program has answered. */
  #answered = $state(0);

  constructor(recordings: RawRecordings, program: readonly string[]) {
    this.#recordings = recordings;
    this.branches = branchesOf(program);
  }

  dispose(): void {
    this.#stop();
    this.#plain?.dispose();
    this.#client?.dispose();
  }

  get source(): 'live' | 'recorded' {
    return this.live ? 'live' : 'recorded';
  }
  get shown(): RawRecording {
    return this.live ?? this.#recordings[this.experiment];
  }
  get trail(): readonly string[] {
    return trailOf(this.shown.rows);
  }
  get state(): string {
    return this.trail.at(-1) ?? 'idle';
  }
  /** A live socket of the reader's that can be spoken on. */
  get canSend(): boolean {
    return (
      this.live !== null &&
      this.experiment !== 'plain-server' &&
      this.live.rows.some(({ kind }) => kind === 'script.open') &&
      this.state !== 'closed'
    );
  }
  /** The server's packet that the program deals with next, and what it does; without a branch it does nothing. */
  get next(): { readonly packet: string; readonly branch: Branch | null } | null {
    if (this.experiment !== 'program' || this.state === 'closed') return null;
    const packet = this.#packets[this.#answered];
    return packet === undefined ? null : { packet, branch: branchFor(this.branches, packet) };
  }
  get #packets(): string[] {
    return (this.live?.rows ?? [])
      .filter(({ side, kind }) => side === 'down' && !/head|close-frame/.test(kind))
      .map(({ text }) => text);
  }

  choose(experiment: Experiment): void {
    if (experiment === this.experiment) return;
    this.#stop();
    this.live = null;
    this.problem = null;
    this.experiment = experiment;
  }

  showRecorded(): void {
    this.#stop();
    this.live = null;
    this.problem = null;
  }

  async run(): Promise<void> {
    this.#stop();
    const run = this.#runs;
    const { experiment } = this;
    this.problem = null;
    this.loading = true;
    try {
      const code = await import('./socketio-raw.live.ts');
      const link = await this.#open(code, experiment);
      if (run !== this.#runs) return;
      this.#follow(link, code.transcriptOf);
      if ('connect' in link) link.connect();
      else if (link.can('connect')) link.do({ kind: 'connect' });
    } catch {
      if (run === this.#runs) this.problem = NOT_LOADED;
    } finally {
      if (run === this.#runs) this.loading = false;
    }
  }

  send(data: string): void {
    if (this.canSend) this.#plain?.do({ kind: 'send', data });
  }

  close(): void {
    if (this.canSend) this.#plain?.do({ kind: 'close', code: 1000 });
  }

  /** Lets the program deal with the packet that is next. */
  stepProgram(): void {
    const { next } = this;
    if (!next) return;
    this.#answered += 1;
    const act = next.branch?.act;
    if (act?.do === 'send') this.send(act.text);
    if (act?.do === 'close') this.close();
  }

  async #open(code: typeof import('./socketio-raw.live.ts'), experiment: Experiment): Promise<Link | SocketioLink> {
    if (experiment === 'plain-server') {
      this.#client ??= await code.openPlainServer();
      return this.#client;
    }
    this.#plain ??= code.openPlainClient();
    return this.#plain;
  }

  #follow(link: Link | SocketioLink, transcriptOf: (capture: Capture) => TranscriptRow[]): void {
    const show = (): void => {
      const capture = link.capture.get();
      this.live = { rows: transcriptOf(capture), madeWith: capture.madeWith, capture };
    };
    const stop = followLink(link, {
      captured: show,
      refused: (problem) => {
        this.problem = problem;
      },
      lost: (isLost) => {
        this.lost = isLost;
      },
    });
    this.#unfollow = () => {
      stop();
      link.clear();
    };
    show();
  }

  #stop(): void {
    this.#runs += 1;
    this.#answered = 0;
    this.#unfollow();
    this.#unfollow = () => {};
  }
}

import { createActor, type SnapshotFrom } from 'xstate';
import type { Capture, CaptureSource } from '#demos/capture/capture.ts';
import { createLinks, type RunningSource } from '#demos/link/links.ts';
import type { PlaybackAct } from '#demos/machines/stepper.machine.ts';
import { NOT_LOADED } from '#demos/parts/not-loaded.ts';
import { Playback } from '#demos/parts/playback.svelte.ts';
import { latin1Decode } from '#demos/protocol/bytes.ts';
import { HANDSHAKE_FAULTS } from '#demos/protocol/faults-handshake.ts';
import { draftBytes, draftProblem, toDraft, withAcceptPlace } from './handshake.draft.ts';
import type { HashState } from './handshake.hash.ts';
import { firstLook, type PartRef } from './handshake.moments.ts';
import { partRef } from './handshake.parts.ts';
import type { RunIntent } from './handshake.run.ts';
import type { Story } from './handshake.story.ts';
import { type SessionEvent, type Side, sessionMachine } from './handshake-session.machine.ts';

export type EditAct =
  | { readonly type: 'change'; readonly text: string }
  | { readonly type: 'break'; readonly fault: string }
  /** Text that was not taken into the field, being too large to send. */
  | { readonly type: 'refuse'; readonly text: string }
  | { readonly type: 'send' }
  | { readonly type: 'cancel' }
  | { readonly type: 'restore' };

/** The handshake a figure starts from: told at build time, its capture kept as a file. */
export interface Recorded {
  readonly story: Story;
  readonly madeWith: Capture['madeWith'];
  readonly url: string;
}

/** The figure's state while it is on a page: two machines, the links that perform their effects, and what they show. */
export class HandshakeFigure {
  story = $state.raw() as Story;
  madeWith = $state.raw<Capture['madeWith']>({});
  selected = $state.raw<PartRef | null>(null);
  lost = $state(false);

  readonly #recorded: Recorded;
  readonly #links = createLinks();
  /** What runs now, or ran last; `null` while the recorded handshake is shown. */
  #capture = $state.raw<Capture | null>(null);
  /** The last handshake nobody edited: what drafts start from. */
  #plain: Story;
  #unfollow = (): void => {};
  /** Where a link points in the run it asked for. */
  #landing: Pick<HashState, 'step' | 'part'> = {};
  /** Counts the runs, so that a link that opens late does not start one that was overtaken. */
  #runs = 0;

  readonly playback;
  readonly #session;
  #sitting = $state.raw() as SnapshotFrom<typeof sessionMachine>;

  constructor(recorded: Recorded, companion: boolean) {
    const { story } = recorded;
    this.#recorded = recorded;
    this.#plain = story;
    this.story = story;
    this.madeWith = recorded.madeWith;
    this.playback = new Playback(
      story.moments.map(({ at }) => at),
      firstLook(story.moments),
    );
    this.#session = createActor(
      sessionMachine.provide({
        actions: {
          showRecorded: () => this.#showRecorded(),
          runPlain: ({ context }) => void this.#run(context.source, { kind: 'connect' }),
          runDraft: ({ context }) =>
            void this.#run(context.source, draftIntent(context.side, context.drafts[context.side])),
        },
      }),
      { input: { companion } },
    );
    this.#sitting = this.#session.getSnapshot();
  }

  /** Starts the machines; asleep, the figure shows their first states. */
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
  get side(): Side {
    return this.#sitting.context.side;
  }
  get draft(): string {
    return this.#sitting.context.drafts[this.side] ?? '';
  }
  get problem() {
    return this.#sitting.context.problem;
  }
  get editing(): boolean {
    return this.#sitting.matches('editing');
  }
  get running(): boolean {
    return this.#sitting.matches('running');
  }
  /** The side whose edited bytes are shown; `null` for a handshake as the browser made it. */
  get edited(): Side | null {
    return this.#sitting.context.edited;
  }
  /** The capture on screen; for the recorded one, where the site keeps it. */
  get capture(): Capture | { readonly url: string } {
    return this.#capture ?? { url: this.#recorded.url };
  }

  choose(source: CaptureSource, landing: Pick<HashState, 'step' | 'part'> = {}): void {
    this.#landing = landing;
    this.#tell({ type: 'source.choose', source });
  }

  play(act: PlaybackAct): void {
    this.selected = null;
    this.playback.act(act);
  }

  go(index: number): void {
    this.selected = null;
    this.playback.go(index);
  }

  select(ref: PartRef): void {
    this.selected = this.selected === ref ? null : ref;
  }

  openEditor(side: Side): void {
    this.#tell({ type: 'edit.open', side, text: this.#headText(side) });
  }

  edit(act: EditAct): void {
    if (act.type === 'change') this.#tell({ type: 'edit.change', text: act.text });
    else if (act.type === 'send') this.#tell({ type: 'edit.send', problem: draftProblem(this.draft) });
    else if (act.type === 'refuse') this.#tell({ type: 'edit.refuse', problem: draftProblem(act.text) });
    else if (act.type === 'cancel') this.#tell({ type: 'edit.cancel' });
    else if (act.type === 'restore') this.#tell({ type: 'edit.change', text: this.#headText(this.side) });
    else this.#break(act.fault);
  }

  /** Runs a scenario that prose names: a fault's id, or `plain`. */
  runScenario(run: string): void {
    const fault = HANDSHAKE_FAULTS.find(({ id }) => id === run);
    if (!fault) {
      this.choose(this.source);
      return;
    }
    this.openEditor(fault.side);
    this.#break(fault.id);
    this.edit({ type: 'send' });
  }

  /** Goes where a link points. A link fills the editor and sends nothing: sending is the reader's act. */
  obey(wanted: HashState, companion: boolean): void {
    this.#goTo(wanted);
    if (wanted.source && wanted.source !== this.source && (wanted.source !== 'live' || companion))
      this.choose(wanted.source, wanted);
    if (wanted.side && wanted.draft) {
      this.#tell({ type: 'edit.open', side: wanted.side, text: wanted.draft });
      this.#tell({ type: 'edit.change', text: wanted.draft });
    }
  }

  #goTo({ step, part }: Pick<HashState, 'step' | 'part'>): void {
    const ref = part ? partRef(part) : null;
    if (step !== undefined) this.go(step);
    if (ref) this.selected = ref;
  }

  #tell(event: SessionEvent): void {
    this.#session.send(event);
  }

  #break(id: string): void {
    const fault = HANDSHAKE_FAULTS.find((each) => each.id === id);
    if (fault) this.#tell({ type: 'edit.change', text: this.#headText(fault.side, fault.apply) });
  }

  #headText(side: Side, change: (head: string) => string = (head) => head): string {
    const { exchange, accept } = this.#plain.analysis;
    const head = change(latin1Decode(exchange[side]?.bytes ?? new Uint8Array()));
    return toDraft(side === 'response' ? withAcceptPlace(head, accept?.received ?? null) : head);
  }

  #show(story: Story, madeWith: Capture['madeWith']): void {
    this.story = story;
    this.madeWith = madeWith;
    this.playback.take(story.moments.map(({ at }) => at));
  }

  /** Where a finished run is looked at first: at what failed, or at the accept check; where a link points, there. */
  #lookAt({ moments }: Story): void {
    const failed = moments.findIndex(({ check }) => check?.outcome === 'failed');
    this.go(failed >= 0 ? failed : firstLook(moments));
    this.#goTo(this.#landing);
    this.#landing = {};
  }

  #showRecorded(): void {
    const { story, madeWith } = this.#recorded;
    this.#runs += 1;
    this.#unfollow();
    this.#capture = null;
    this.#plain = story;
    this.#show(story, madeWith);
    this.#lookAt(story);
  }

  /** What a run needs and a reader does not; `null` where the server it would come from is gone. */
  async #load(source: RunningSource) {
    try {
      return await Promise.all([this.#links.open(source), import('./handshake.live.ts')]);
    } catch {
      return null;
    }
  }

  async #run(source: CaptureSource, intent: RunIntent): Promise<void> {
    if (source === 'recorded') return;
    this.#runs += 1;
    const run = this.#runs;
    const parts = await this.#load(source);
    if (run !== this.#runs) return;
    if (!parts) {
      this.#tell({ type: 'run.refused', problem: NOT_LOADED });
      return;
    }
    const [link, { startRun, tell }] = parts;
    this.#unfollow();
    this.#unfollow = startRun(link, intent, {
      exchange: (exchange, settled, capture) => {
        const story = tell(exchange);
        this.#capture = capture;
        this.#show(story, capture.madeWith);
        if (intent.kind === 'connect') this.#plain = story;
        if (!settled || !this.running) return;
        this.#tell({ type: 'run.settled' });
        this.#lookAt(story);
      },
      refused: (problem) => this.#tell({ type: 'run.refused', problem }),
      lost: (isLost) => {
        this.lost = isLost;
        if (isLost) this.#tell({ type: 'link.lost' });
      },
    });
  }
}

function draftIntent(side: Side, draft: string | null): RunIntent {
  const { bytes, acceptAt } = draftBytes(draft ?? '');
  return side === 'request' ? { kind: 'send-raw', bytes } : { kind: 'respond-with', bytes, acceptAt };
}

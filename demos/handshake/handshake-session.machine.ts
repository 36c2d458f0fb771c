import { assign, setup } from 'xstate';
import type { CaptureSource } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';

export type Side = 'request' | 'response';

export type SessionEvent =
  | { readonly type: 'source.choose'; readonly source: CaptureSource }
  | { readonly type: 'edit.open'; readonly side: Side; readonly text: string }
  | { readonly type: 'edit.change'; readonly text: string }
  | { readonly type: 'edit.refuse'; readonly problem: Problem | null }
  | { readonly type: 'edit.cancel' }
  | { readonly type: 'edit.send'; readonly problem: Problem | null }
  | { readonly type: 'run.settled' }
  | { readonly type: 'run.refused'; readonly problem: Problem }
  | { readonly type: 'link.lost' };

export interface SessionContext {
  /** Is a companion there, so that an edit can really be sent? */
  readonly companion: boolean;
  readonly source: CaptureSource;
  readonly side: Side;
  /** What the reader typed; kept whatever becomes of the connection. */
  readonly drafts: Readonly<Record<Side, string | null>>;
  /** The side whose draft the last run sent; `null` for a handshake as the browser makes it. */
  readonly edited: Side | null;
  readonly problem: Problem | null;
}

export type SessionInput = Pick<SessionContext, 'companion'> & { readonly source?: CaptureSource };

/**
 * What the reader does with the figure: watch, edit a head, run it. `runPlain`, `runDraft` and `showRecorded` name the
 * effects; the component performs them on a link.
 */
export const sessionMachine = setup({
  types: { context: {} as SessionContext, events: {} as SessionEvent, input: {} as SessionInput },
  actions: {
    runPlain: () => {},
    runDraft: () => {},
    showRecorded: () => {},
    setSource: assign((_, { source }: { source: CaptureSource }) => ({ source, edited: null, problem: null })),
    // An edited head was never recorded: it runs on the reader's own connection, or on the model.
    leaveRecording: assign(({ context }) => ({
      source:
        context.source === 'recorded' ? (context.companion ? ('live' as const) : ('model' as const)) : context.source,
      edited: context.side,
      problem: null,
    })),
    openDraft: assign(({ context }, { side, text }: { side: Side; text: string }) => ({
      side,
      drafts: { ...context.drafts, [side]: context.drafts[side] ?? text },
      problem: null,
    })),
    keepDraft: assign(({ context }, { text }: { text: string }) => ({
      drafts: { ...context.drafts, [context.side]: text },
      problem: null,
    })),
    dropDraft: assign(({ context }) => ({ drafts: { ...context.drafts, [context.side]: null }, problem: null })),
    tell: assign((_, { problem }: { problem: Problem | null }) => ({ problem })),
  },
  guards: {
    isRecorded: (_, { source }: { source: CaptureSource }) => source === 'recorded',
    hasProblem: (_, { problem }: { problem: Problem | null }) => problem !== null,
    wasEdited: ({ context }) => context.edited !== null,
  },
  delays: { patience: 8_000 },
}).createMachine({
  id: 'session',
  context: ({ input }) => ({
    companion: input.companion,
    source: input.source ?? 'recorded',
    side: 'request',
    drafts: { request: null, response: null },
    edited: null,
    problem: null,
  }),
  initial: 'watching',
  on: {
    'source.choose': [
      {
        guard: { type: 'isRecorded', params: ({ event }) => ({ source: event.source }) },
        target: '.watching',
        actions: [{ type: 'setSource', params: ({ event }) => ({ source: event.source }) }, 'showRecorded'],
      },
      {
        target: '.running',
        reenter: true,
        actions: [{ type: 'setSource', params: ({ event }) => ({ source: event.source }) }, 'runPlain'],
      },
    ],
    'edit.open': {
      target: '.editing',
      actions: { type: 'openDraft', params: ({ event }) => ({ side: event.side, text: event.text }) },
    },
  },
  states: {
    watching: {},
    editing: {
      on: {
        'edit.change': { actions: { type: 'keepDraft', params: ({ event }) => ({ text: event.text }) } },
        'edit.refuse': { actions: { type: 'tell', params: ({ event }) => ({ problem: event.problem }) } },
        'edit.cancel': { target: 'watching', actions: 'dropDraft' },
        'edit.send': [
          {
            guard: { type: 'hasProblem', params: ({ event }) => ({ problem: event.problem }) },
            actions: { type: 'tell', params: ({ event }) => ({ problem: event.problem }) },
          },
          { target: 'running', actions: ['leaveRecording', 'runDraft'] },
        ],
      },
    },
    running: {
      after: { patience: { target: 'watching' } },
      on: {
        'run.settled': 'watching',
        'run.refused': [
          {
            guard: 'wasEdited',
            target: 'editing',
            actions: { type: 'tell', params: ({ event }) => ({ problem: event.problem }) },
          },
          { target: 'watching', actions: { type: 'tell', params: ({ event }) => ({ problem: event.problem }) } },
        ],
        'link.lost': [{ guard: 'wasEdited', target: 'editing' }, { target: 'watching' }],
      },
    },
  },
});

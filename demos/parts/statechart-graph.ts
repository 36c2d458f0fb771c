import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';

/** One state of a machine as a chart needs it. `path` is the dot path without the machine's id; the root's is `''`. */
export interface ChartState {
  readonly path: string;
  readonly name: string;
  readonly type: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  readonly isRegion: boolean;
  readonly isInitial: boolean;
  readonly tags: readonly string[];
  readonly children: readonly ChartState[];
}

export interface ChartTransition {
  /** The event's type; `after 240000 ms` or `after handshakeTimeout` for a delay; `''` for an eventless transition. */
  readonly event: string;
  /** The guard's name; `…` for one without a name. */
  readonly guard?: string;
  readonly actions: readonly string[];
  /** What the machine keeps in the transition's `meta`. */
  readonly meta?: unknown;
}

/** All transitions between the same two states: a chart draws them as one line. */
export interface ChartEdge {
  readonly source: string;
  readonly target: string;
  readonly transitions: readonly ChartTransition[];
}

export interface ChartGraph {
  readonly root: ChartState;
  /** Transitions with a target. Those without one change no state and draw no line. */
  readonly edges: readonly ChartEdge[];
}

const pathOf = (node: AnyStateNode): string => node.path.join('.');

/** A machine gives a guard or an action by name, or as an object with a `type`; XState's own and inline ones have no name. */
function nameOf(effect: unknown): string {
  if (typeof effect === 'string') return effect;
  if (typeof effect !== 'object' || effect === null || !('type' in effect)) return '';
  const { type } = effect;
  return typeof type === 'string' && !type.startsWith('xstate.') ? type : '';
}

/** XState names a delayed transition `xstate.after.<delay>.<state id>`. */
function eventOf(transition: AnyTransitionDefinition): string {
  const event = String(transition.eventType);
  const prefix = 'xstate.after.';
  if (!event.startsWith(prefix)) return event;
  const delay = event.slice(prefix.length).replace(`.${transition.source.id}`, '');
  return `after ${/^\d+$/.test(delay) ? `${delay} ms` : delay}`;
}

function toTransition(transition: AnyTransitionDefinition): ChartTransition {
  const base = { event: eventOf(transition), actions: transition.actions.map(nameOf).filter((name) => name !== '') };
  const { meta } = transition;
  return {
    ...base,
    ...(transition.guard && { guard: nameOf(transition.guard) || '…' }),
    ...(meta !== undefined && { meta }),
  };
}

const childrenOf = (node: AnyStateNode): AnyStateNode[] => Object.values(node.states);

function toState(node: AnyStateNode): ChartState {
  return {
    path: pathOf(node),
    name: node.key,
    type: node.type,
    isRegion: node.parent?.type === 'parallel',
    isInitial: node.parent?.type === 'compound' && node.parent.initial.target.includes(node),
    tags: node.tags,
    children: childrenOf(node).map(toState),
  };
}

function* transitionsUnder(node: AnyStateNode): Generator<AnyTransitionDefinition> {
  for (const transitions of node.transitions.values()) yield* transitions;
  yield* node.always ?? [];
  for (const child of childrenOf(node)) yield* transitionsUnder(child);
}

/** Reads states and transitions out of a machine, in the order in which it declares them. */
export function chartGraph(machine: AnyStateMachine): ChartGraph {
  const edges = new Map<string, { source: string; target: string; transitions: ChartTransition[] }>();
  for (const transition of transitionsUnder(machine.root))
    for (const targetNode of transition.target ?? []) {
      const source = pathOf(transition.source);
      const target = pathOf(targetNode);
      const key = `${source} ${target}`;
      const edge = edges.get(key) ?? { source, target, transitions: [] };
      edge.transitions.push(toTransition(transition));
      edges.set(key, edge);
    }
  return { root: toState(machine.root), edges: [...edges.values()] };
}

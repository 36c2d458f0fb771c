import { createActor } from 'xstate';
import { trailEntry } from '#demos/parts/statechart-light.ts';
import { type InflateEvent, inflaterMachine } from './deflate.machine.ts';
import type { Piece, Scene, Step } from './deflate.piece.ts';

/** An overlapping copy is followed byte by byte so far; the rest comes at once. */
const BY_BYTE = 8;

/** What each stop has written: a copy that reads what it has just written is seen to do so. */
function writings(piece: Piece): readonly number[] {
  const { at, length } = piece;
  if (piece.kind !== 'copy' || piece.distance >= length) return [at + length];
  const single = Array.from({ length: Math.min(length, BY_BYTE) }, (_, i) => at + i + 1);
  return length > BY_BYTE ? [...single, at + length] : single;
}

/** What the machine is told of a piece once it has been read; `over`: what the end of its block is. */
function eventsOf(piece: Piece, next: Piece | undefined, over: InflateEvent['type']): readonly InflateEvent['type'][] {
  switch (piece.kind) {
    case 'header':
      return [piece.type];
    case 'stored-length':
      return piece.bytes === 0 ? ['length', over] : ['length'];
    case 'counts':
      return ['counts'];
    case 'code-length-code':
      return ['lengths code'];
    case 'code-length':
      return next?.kind === 'code-length' ? [] : ['code lengths'];
    case 'literal':
      return ['literal'];
    case 'copy':
      return ['copy', 'distance'];
    case 'stored':
    case 'end':
      return [over];
    case 'padding':
      return [];
  }
}

/** The stops of a scene, and the states that the machine goes through. */
export function stepsOf({
  pieces,
  end,
  output,
}: Pick<Scene, 'pieces' | 'end' | 'output'>): Pick<Scene, 'steps' | 'states'> {
  const actor = createActor(inflaterMachine).start();
  const states: string[] = [trailEntry(actor.getSnapshot().value)];
  const tell = (type: InflateEvent['type']): void => {
    actor.send({ type });
    const state = trailEntry(actor.getSnapshot().value);
    if (states.at(-1) !== state) states.push(state);
  };
  const steps: Step[] = [];
  pieces.forEach((piece, index) => {
    const next = pieces[index + 1];
    const events = eventsOf(piece, next, next || end !== 'done' ? 'end of block' : 'end of message');
    // Of a copy the distance is still waited for.
    const before = piece.kind === 'copy' ? 1 : 0;
    for (const type of events.slice(0, before)) tell(type);
    for (const written of writings(piece)) steps.push({ piece: index, written, states: states.length });
    for (const type of events.slice(before)) tell(type);
  });
  if (end === 'failed') tell('rule broken');
  else if (end === 'done' && states.at(-1) !== 'done') tell('end of message');
  return { states, steps: [...steps, { piece: null, written: output.length, states: states.length }] };
}

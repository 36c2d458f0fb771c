import { createActor } from 'xstate';
import { type InflateEvent, inflaterMachine } from './deflate.machine.ts';
import type { Piece, Scene } from './deflate.piece.ts';

/** A stop of the figure: a piece that has just been read, or the end. */
export interface Step {
  /** Its number in the scene; `null` at the end, and where a rule is broken. */
  readonly piece: number | null;
  /** Bytes written after it. */
  readonly written: number;
  /** The machine's states so far, as far as they differ from the one before. */
  readonly trail: readonly string[];
}

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

/** The stops of a scene, and the states that the machine has gone through at each. */
export function stepsOf({ pieces, end, output }: Scene): readonly Step[] {
  const actor = createActor(inflaterMachine).start();
  let trail: readonly string[] = ['blockHeader'];
  const tell = (type: InflateEvent['type']): void => {
    actor.send({ type });
    const state = String(actor.getSnapshot().value);
    if (trail.at(-1) !== state) trail = [...trail, state];
  };
  const steps: Step[] = [];
  pieces.forEach((piece, index) => {
    const next = pieces[index + 1];
    const events = eventsOf(piece, next, next || end !== 'done' ? 'end of block' : 'end of message');
    // Of a copy the distance is still waited for; where the length is zero, nothing is.
    const before = piece.kind === 'copy' ? 1 : 0;
    for (const type of events.slice(0, before)) tell(type);
    for (const written of writings(piece)) steps.push({ piece: index, written, trail });
    for (const type of events.slice(before)) tell(type);
  });
  if (end === 'failed') tell('rule broken');
  // A final block that stores or compresses nothing more ends where it is.
  else if (end === 'done' && trail.at(-1) !== 'done') tell('end of message');
  return [...steps, { piece: null, written: output.length, trail }];
}

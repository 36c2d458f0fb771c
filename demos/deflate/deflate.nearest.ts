import { benchAt, type Origin, type Place, placesOf } from './deflate.bench.ts';
import { type PartOfFigure, stepOfPart } from './deflate.parts.ts';
import { readScene } from './deflate.read.ts';
import type { Conversation } from './deflate.talk.ts';

/**
 * The message nearest to `from` that has a part: of the same connection, if one there has it. Of two as near, the
 * earlier; from nowhere, the first. `null`: none has it.
 */
export function nearestWith(
  part: PartOfFigure,
  conversations: readonly Conversation[],
  from: Origin,
): { readonly place: Place; readonly step: number } | null {
  const isOnSame = ({ conversation }: Place): boolean => conversation.connection === from?.connection;
  const places = placesOf(conversations);
  const here = places.findIndex((place) => isOnSame(place) && place.index === from?.index);
  const ranked = places
    // What was sent as it is has no bits to read.
    .map((place, at) => ({ place, isElsewhere: !isOnSame(place), distance: Math.abs(at - here) }))
    .filter(({ place: { conversation, index } }) => conversation.messages[index]?.compressed)
    .sort((a, b) => Number(a.isElsewhere) - Number(b.isElsewhere) || a.distance - b.distance);
  for (const { place } of ranked) {
    const step = stepOfPart(part, readScene(benchAt(place)));
    if (step !== null) return { place, step };
  }
  return null;
}

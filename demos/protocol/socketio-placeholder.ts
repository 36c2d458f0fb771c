import type { JsonNode } from './json-text.ts';

/** `{"_placeholder":true,"num":0}` where it stands in a payload. `num` is whatever the peer wrote. */
export interface Placeholder {
  readonly num: unknown;
  readonly node: JsonNode;
}

export const isPlaceholderIndex = (num: unknown, attachments: number): num is number =>
  Number.isInteger(num) && (num as number) >= 0 && (num as number) < attachments;

/** In the order of the text. What a placeholder holds besides is not looked into. */
export function placeholdersIn(root: JsonNode, text: string): readonly Placeholder[] {
  const found: Placeholder[] = [];
  const next = [root];
  // A list of its own, because a peer chooses how deep the nesting is, and a call stack has an end.
  for (let node = next.pop(); node; node = next.pop()) {
    if (node.kind === 'object' && read(node, '_placeholder', text) === true)
      found.push({ num: read(node, 'num', text), node });
    else for (const child of node.children.toReversed()) next.push(child);
  }
  return found;
}

/** A member's value, if it is not itself an object or array. Of two with one name the last counts, as in JSON.parse. */
function read(object: JsonNode, key: string, text: string): unknown {
  const member = object.children.findLast((child) => child.key === key);
  return member && member.children.length === 0 ? JSON.parse(text.slice(member.start, member.end)) : undefined;
}

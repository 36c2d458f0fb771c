import { type Term, terms } from './terms.ts';

/** `mask / masking key` is found by either name, in any letter case. */
const namesOf = ({ term }: Term): readonly string[] => [term, ...term.split(' / ')].map((name) => name.toLowerCase());

/** @throws when the glossary has no such term. */
export function termNamed(name: string): Term {
  const found = terms.find((term) => namesOf(term).includes(name.toLowerCase()));
  if (!found) throw new Error(`content/glossary/terms.ts has no term "${name}"`);
  return found;
}

import { posix } from 'node:path';

/** Which modules a module names, by their paths from the root. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** `import`, `export … from`, `import()` as expression, as type and in markup: of modules of ours, whatever it is for. */
const NAMED = /(?:\bfrom\s*|\bimport\s*\(?\s*)(['"])([.#][^'"?]+)/g;

/** The graph of `modules`, texts by path. What they name and what is not among them is left out. */
export function importGraph(modules: ReadonlyMap<string, string>): ImportGraph {
  const pathOf = (name: string, file: string): string =>
    name.startsWith('#') ? name.slice(1) : posix.join(posix.dirname(file), name);
  const namedIn = (file: string, text: string): readonly string[] =>
    [...text.matchAll(NAMED)].map(([, , name = '']) => pathOf(name, file)).filter((path) => modules.has(path));
  return new Map(Array.from(modules, ([file, text]) => [file, namedIn(file, text)]));
}

/** A way through the graph that comes back to where it began, its first module once more at its end; `null`: there is none. */
export function circleIn(graph: ImportGraph): readonly string[] | null {
  /** Those from which no way leads back. */
  const done = new Set<string>();
  const way: string[] = [];
  const walk = (file: string): readonly string[] | null => {
    if (done.has(file)) return null;
    const before = way.indexOf(file);
    if (before >= 0) return [...way.slice(before), file];
    way.push(file);
    for (const next of graph.get(file) ?? []) {
      const circle = walk(next);
      if (circle) return circle;
    }
    way.pop();
    done.add(file);
    return null;
  };
  for (const file of graph.keys()) {
    const circle = walk(file);
    if (circle) return circle;
  }
  return null;
}

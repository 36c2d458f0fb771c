/** One name in the three spellings that code needs. */
export interface DemoName {
  /** `close-theatre`: folders, files, addresses. */
  readonly kebab: string;
  /** `closeTheatre`: values. */
  readonly camel: string;
  /** `CloseTheatre`: types and components. */
  readonly pascal: string;
}

export type NamedDemo =
  | ({ readonly kind: 'name' } & DemoName)
  | { readonly kind: 'violation'; readonly message: string };

/** Rooms under demos/ that are no demo. */
const ROOMS: readonly string[] = ['protocol', 'capture', 'machines', 'link', 'parts', 'server', 'examples', 'sample'];

export function demoName(kebab: string): NamedDemo {
  const refuse = (expected: string): NamedDemo => ({
    kind: 'violation',
    message: `npm run new:demo <name>: found ${JSON.stringify(kebab)}, expected ${expected}`,
  });
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(kebab)) return refuse('words in lower case with - between them');
  if (ROOMS.includes(kebab)) return refuse('a name that is not a room of its own');
  const pascal = kebab.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return { kind: 'name', kebab, camel: (pascal[0] ?? '').toLowerCase() + pascal.slice(1), pascal };
}

const titleOf = (kebab: string): string => kebab.charAt(0).toUpperCase() + kebab.slice(1).replaceAll('-', ' ');

/** The sample's text, or the name of one of its files, under another name. */
export const renamed = (text: string, { kebab, camel, pascal }: DemoName): string =>
  text
    .replaceAll('#tools/new-demo/demo/', `#demos/${kebab}/`)
    .replaceAll("'./sample.ts'", `'./en/${kebab}.ts'`)
    .replaceAll(/(?<=^title: )Sample$/gm, titleOf(kebab))
    // A file, an id, an address; then a value.
    .replaceAll(/(?<=[/'"`]|^)sample(?=[.'"`/]|$)/g, kebab)
    .replaceAll(/\bsample(?=[A-Z])/g, camel)
    .replaceAll(/\bSample/g, pascal)
    .replaceAll(/(?<=connect)Sample/g, pascal);

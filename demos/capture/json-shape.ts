/** Where a value broke its shape: `path` as in `events[3].offset`, `''` for the whole. */
export interface Misfit {
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}

/** Carries a {@link Misfit} out of nested checks; `check` catches it, so it never reaches a caller. */
class MisfitError extends Error {
  readonly misfit: Misfit;

  constructor(misfit: Misfit) {
    super(`${misfit.path}: ${misfit.expected}, not ${misfit.found}`);
    this.misfit = misfit;
  }
}

/** Turns a value of unknown shape into a T. */
export type Shape<T> = (value: unknown, path: string) => T;

/** JSON is read to any depth, and written only as deep as the stack is. */
const written = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? 'nothing';
  } catch {
    return 'lists or objects nested too deep';
  }
};

export const misfit = (path: string, value: unknown, expected: string): never => {
  const text = written(value);
  throw new MisfitError({ path, found: text.length > 60 ? `${text.slice(0, 60)}…` : text, expected });
};

export function check<T>(shape: Shape<T>, value: unknown): { readonly value: T } | { readonly misfit: Misfit } {
  try {
    return { value: shape(value, '') };
  } catch (error) {
    if (error instanceof MisfitError) return { misfit: error.misfit };
    throw error;
  }
}

export const text: Shape<string> = (value, path) => (typeof value === 'string' ? value : misfit(path, value, 'a text'));

export const boolean: Shape<boolean> = (value, path) =>
  typeof value === 'boolean' ? value : misfit(path, value, 'true or false');

/** `1e999` is read as Infinity, which cannot be written again. */
export const number: Shape<number> = (value, path) =>
  typeof value === 'number' && Number.isFinite(value) ? value : misfit(path, value, 'a finite number');

export const count: Shape<number> = (value, path) =>
  Number.isSafeInteger(value) && Number(value) >= 0
    ? Number(value)
    : misfit(path, value, 'an integer from 0 to 2^53 - 1');

export const oneOf =
  <const T extends string | number>(...options: readonly T[]): Shape<T> =>
  (value, path) =>
    options.find((option) => option === value) ??
    misfit(path, value, options.map((o) => JSON.stringify(o)).join(' or '));

export const list =
  <T>(item: Shape<T>): Shape<readonly T[]> =>
  (value, path) =>
    Array.isArray(value)
      ? value.map((entry, index) => item(entry, `${path}[${index}]`))
      : misfit(path, value, 'a list');

export const textThat =
  <T extends string>(isIt: (value: string) => value is T, expected: string): Shape<T> =>
  (value, path) =>
    typeof value === 'string' && isIt(value) ? value : misfit(path, value, expected);

export const record: Shape<Readonly<Record<string, unknown>>> = (value, path) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : misfit(path, value, 'an object');

type Shapes = Readonly<Record<string, Shape<unknown>>>;
type Shaped<S extends Shapes> = { readonly [K in keyof S]: S[K] extends Shape<infer T> ? T : never };

/** An object with exactly these members; an optional one may be missing. */
export const object =
  <S extends Shapes, O extends Shapes = Record<never, never>>(
    required: S,
    optional?: O,
  ): Shape<Shaped<S> & Partial<Shaped<O>>> =>
  (value, path) => {
    const given = record(value, path);
    const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
    const known = { ...optional, ...required };
    for (const name of Object.keys(given))
      if (!Object.hasOwn(known, name)) misfit(at(name), given[name], 'no such member');
    const entries = Object.entries(known)
      .filter(([name]) => Object.hasOwn(required, name) || Object.hasOwn(given, name))
      .map(([name, shape]) => [name, shape(given[name], at(name))]);
    return Object.fromEntries(entries);
  };

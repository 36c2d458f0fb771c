export interface Readable<T> {
  get(): T;
  subscribe(onChange: (value: T) => void): () => void;
}

export interface Writable<T> extends Readable<T> {
  set(value: T): void;
}

/** A value and those who are told when it changes, in the order in which they subscribed. */
export function createWritable<T>(initial: T): Writable<T> {
  let value = initial;
  const told = new Set<(value: T) => void>();
  return {
    get: () => value,
    set(next) {
      value = next;
      for (const each of [...told]) each(next);
    },
    subscribe(onChange) {
      told.add(onChange);
      return () => told.delete(onChange);
    },
  };
}

/** `Fills {name}` from a record; a name without a value stays as it stands, so that a missing one is seen. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all));

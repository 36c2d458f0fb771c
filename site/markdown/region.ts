const MARKER = /^\s*(?:\/\/|#|<!--)\s*#(region|endregion)\b\s*([\w-]*)/;

/** Removes the indentation that all lines share. */
function dedent(lines: readonly string[]): string[] {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const shared = indents.length > 0 ? Math.min(...indents) : 0;
  return lines.map((line) => line.slice(shared));
}

/**
 * The lines between `// #region <name>` and the next `#endregion` (`# #region` in Python), or, without a name, the
 * whole file less its markers.
 * @throws when the file has no such region.
 */
export function region(source: string, name?: string): string {
  const kept: string[] = [];
  let inside = name === undefined;
  let found = inside;
  for (const line of source.split('\n')) {
    const marker = MARKER.exec(line);
    if (!marker) {
      if (inside) kept.push(line);
    } else if (name !== undefined) {
      inside = marker[1] === 'region' && marker[2] === name;
      found ||= inside;
    }
  }
  if (!found) throw new Error(`there is no "#region ${name}"`);
  return dedent(kept).join('\n').trim();
}

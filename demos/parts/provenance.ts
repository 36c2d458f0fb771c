const SERVERS = ['ws', 'socket.io'] as const;

/** `Chromium 156.0.8078.73 → ws 8.23.0, loopback`: who spoke to whom, read from a capture's `madeWith`. */
export function provenance(
  madeWith: Readonly<Record<string, string>>,
  server: (typeof SERVERS)[number] = 'ws',
): string {
  const named = (name: string): string => (madeWith[name] ? `${name} ${madeWith[name]}` : '');
  const browser = browserName(madeWith);
  const ends = [browser ? named(browser) : '', named(server)].filter(Boolean).join(' → ');
  return [ends, madeWith['path'] ?? ''].filter(Boolean).join(', ');
}

/** The browser among the products, if one took part. */
export const browserName = (madeWith: Readonly<Record<string, string>>): string | null =>
  Object.keys(madeWith).find((name) => /^(Chrom|Firefox|Safari|WebKit|Edge)/.test(name)) ?? null;

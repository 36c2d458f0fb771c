interface Package {
  readonly dependencies: Readonly<Record<string, string>>;
}

// Through Vite rather than node:fs, so that the path does not depend on where the build is started from.
const [manifest] = Object.values(import.meta.glob<Package>('/package.json', { eager: true, import: 'default' }));

/** The pinned version of a dependency, from package.json. */
export function versionOf(name: 'ws' | 'socket.io' | 'xstate'): string {
  const version = manifest?.dependencies[name];
  if (!version) throw new Error(`package.json has no dependency "${name}"`);
  return version;
}

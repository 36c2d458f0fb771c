import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const versionOf = (name: string): string => require(`${name}/package.json`).version;

/** Whose bytes they are, for a capture's `madeWith`. */
export const VERSIONS: Readonly<Record<string, string>> = {
  Node: process.versions.node,
  ws: versionOf('ws'),
  'socket.io': versionOf('socket.io'),
};

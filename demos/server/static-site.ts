import { readFile, realpath, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { extname, join, resolve, sep } from 'node:path';
import { refuse, requestUrl, SECURITY_HEADERS } from './http-answers.ts';
import type { Limits } from './limits.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
};

const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

interface File {
  readonly path: string;
  readonly encoding: string | null;
  readonly etag: string;
}

/** The path's segments, decoded; `null` for anything that could leave the folder or name a hidden file. */
function segmentsOf(pathname: string): readonly string[] | null {
  try {
    const segments = pathname.slice(1).split('/').map(decodeURIComponent);
    return segments.some((segment) => segment.startsWith('.') || /[/\\\0]/.test(segment)) ? null : segments;
  } catch {
    return null;
  }
}

async function find(root: string, path: string, acceptEncoding: string): Promise<File | null> {
  const candidates = ENCODINGS.filter(([name]) =>
    new RegExp(`(?:^|[, ])${name}(?! *; *q=0(?:\\.0*)?(?:,|$))`).test(acceptEncoding),
  );
  for (const [encoding, ending] of [...candidates, [null, ''] as const]) {
    const found = await stat(path + ending).catch(() => null);
    // A symbolic link may lead out of the folder.
    if (found?.isFile() && (await realpath(path + ending)).startsWith((await realpath(root)) + sep))
      return { path: path + ending, encoding, etag: `W/"${found.size.toString(36)}-${found.mtimeMs.toString(36)}"` };
  }
  return null;
}

async function send(request: IncomingMessage, response: ServerResponse, status: number, path: string, file: File) {
  const type = TYPES[extname(path)] ?? 'application/octet-stream';
  response.setHeader('ETag', file.etag);
  response.setHeader('Vary', 'Accept-Encoding');
  // What the bundler names by its content never changes under that name.
  const named = path.includes('/_astro/');
  response.setHeader('Cache-Control', named ? 'public, max-age=31536000, immutable' : 'no-cache');
  // Says to the page that its server has sockets for it.
  if (extname(path) === '.html') response.setHeader('Server-Timing', 'companion');
  if (status === 200 && request.headers['if-none-match'] === file.etag) return void response.writeHead(304).end();
  const content = await readFile(file.path);
  if (file.encoding) response.setHeader('Content-Encoding', file.encoding);
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': content.length });
  response.end(content);
}

/**
 * The built site: GET and HEAD, whole files, precompressed where `x.br` or `x.gz` lies beside `x`.
 * Reads each file when it is asked for, so a build that replaces the folder needs no restart, and holds no file
 * open for a client that went away.
 */
export function createStaticSite(
  folder: string,
  { filesWaiting }: Pick<Limits, 'filesWaiting'>,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const root = resolve(folder);
  const waiting = new WeakMap<Socket, number>();
  const count = (socket: Socket, by: 1 | -1): number => {
    const now = (waiting.get(socket) ?? 0) + by;
    waiting.set(socket, now);
    return now;
  };
  return async (request, response) => {
    const { socket } = request;
    response.once('close', () => count(socket, -1));
    if (count(socket, 1) > filesWaiting) return void socket.destroy();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    const { pathname, search } = requestUrl(request) ?? { pathname: '', search: '' };
    const segments = segmentsOf(pathname);
    const accepts = String(request.headers['accept-encoding'] ?? '');
    if (segments) {
      const path = join(root, ...segments, segments.at(-1) === '' ? 'index.html' : '');
      const file = await find(root, path, accepts);
      if (file) return void (await send(request, response, 200, path, file));
      if (segments.at(-1) !== '' && (await find(root, join(path, 'index.html'), ''))) {
        // One slash only: `//name` and `/\name` would lead to another host. URL has turned the backslash round.
        return void response.writeHead(308, { Location: `${pathname.replace(/^\/+/, '/')}/${search}` }).end();
      }
    }
    const path = join(root, '404.html');
    const file = await find(root, path, accepts);
    if (file) return void (await send(request, response, 404, path, file));
    refuse(response, { status: 404, text: '404 Not Found' });
  };
}

import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Companion, createCompanion } from './companion.ts';
import { exchange, head, statusOf } from './test-client.ts';

let folder: string;
let companion: Companion;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'companion-'));
  const site = join(folder, 'dist');
  await mkdir(join(site, 'lessons', 'one'), { recursive: true });
  await mkdir(join(site, '_astro'));
  await mkdir(join(site, '.git'));
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(site, 'index.html'), '<h1>home</h1>');
  await writeFile(join(site, 'index.html.br'), 'not really brotli');
  await writeFile(join(site, '404.html'), '<h1>nothing here</h1>');
  await writeFile(join(site, 'lessons', 'one', 'index.html'), '<h1>one</h1>');
  await writeFile(join(site, '_astro', 'a.B1c2.js'), 'export {}');
  await writeFile(join(site, '.env'), 'SECRET=1');
  await writeFile(join(site, '.git', 'config'), 'secret');
  companion = await createCompanion({ siteDir: site });
});
afterAll(async () => {
  await companion.close();
  await rm(folder, { recursive: true });
});

const get = (path: string, fields: Record<string, string> = {}, method = 'GET') =>
  exchange(
    companion.ports.main,
    head(`${method} ${path} HTTP/1.1`, { Host: 'localhost', Connection: 'close', ...fields }),
  );
const bodyOf = (response: string) => response.slice(response.indexOf('\r\n\r\n') + 4);

describe('the site', () => {
  test('a folder is its index.html, announced as served by the companion', async () => {
    const response = await get('/');
    expect(statusOf(response)).toBe(200);
    expect(bodyOf(response)).toBe('<h1>home</h1>');
    expect(response).toContain('Content-Type: text/html; charset=utf-8');
    expect(response).toContain('Server-Timing: companion');
    expect(response).toContain('X-Content-Type-Options: nosniff');
    expect(response).toContain('Cross-Origin-Resource-Policy: same-origin');
    expect(response).toContain('Referrer-Policy: no-referrer');
    expect(response).toContain("Content-Security-Policy: frame-ancestors 'none'");
  });

  test('a client that asks for more files than it reads is cut', async () => {
    const ask = head('GET / HTTP/1.1', { Host: 'localhost' });
    const answers = (text: string): number => text.match(/HTTP\/1\.1 200/g)?.length ?? 0;
    expect(
      answers(
        await exchange(companion.ports.main, ask.repeat(7) + ask.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')),
      ),
    ).toBe(8);
    expect(answers(await exchange(companion.ports.main, ask.repeat(500)))).toBeLessThan(500);
  });

  test('HEAD gives the same head and no body', async () => {
    const response = await get('/', {}, 'HEAD');
    expect(response).toContain('Content-Length: 13');
    expect(bodyOf(response)).toBe('');
  });

  test('a folder without its slash is sent to where its links work', async () => {
    const response = await get('/lessons/one?q=1');
    expect(statusOf(response)).toBe(308);
    expect(response).toContain('Location: /lessons/one/?q=1\r\n');
  });

  test.each(['//lessons/one', '/\\lessons/one'])('a redirect from %s does not leave this server', async (target) => {
    expect(await get(target)).toContain('Location: /lessons/one/\r\n');
  });

  test('what is named by its content may be kept for ever, and only HTML announces the companion', async () => {
    const response = await get('/_astro/a.B1c2.js');
    expect(response).toContain('Cache-Control: public, max-age=31536000, immutable');
    expect(response).toContain('Content-Type: text/javascript');
    expect(response).not.toContain('Server-Timing');
  });

  test('a compressed file is served where the client takes it', async () => {
    expect(await get('/', { 'Accept-Encoding': 'gzip, br' })).toContain('Content-Encoding: br\r\n');
    expect(await get('/', { 'Accept-Encoding': 'br;q=0' })).not.toContain('Content-Encoding');
    expect(await get('/')).not.toContain('Content-Encoding');
  });

  test('an unchanged file is 304', async () => {
    const etag = /ETag: (.*)\r\n/.exec(await get('/'))?.[1] ?? '';
    expect(statusOf(await get('/', { 'If-None-Match': etag }))).toBe(304);
  });

  test('what is not there is the 404 page', async () => {
    const response = await get('/nothing/');
    expect(statusOf(response)).toBe(404);
    expect(bodyOf(response)).toBe('<h1>nothing here</h1>');
  });

  test('a new build is served without a restart', async () => {
    const file = join(folder, 'dist', 'new.txt');
    expect(statusOf(await get('/new.txt'))).toBe(404);
    await writeFile(file, 'new');
    expect(bodyOf(await get('/new.txt'))).toBe('new');
    await rm(file);
    expect(statusOf(await get('/new.txt'))).toBe(404);
  });
});

describe('nothing outside it', () => {
  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/lessons/../../secret.txt',
    '/lessons/%2e%2e/%2e%2e/secret.txt',
    '/..\\secret.txt',
    '/%5c..%5csecret.txt',
    '//../secret.txt',
    '/.env',
    '/%2eenv',
    '/.git/config',
    '/lessons/.hidden',
    '/index.html%00.txt',
    '/%',
    '/%ff',
  ])('%s is 404', async (path) => {
    const response = await get(path);
    expect(statusOf(response)).toBe(404);
    expect(bodyOf(response)).toBe('<h1>nothing here</h1>');
  });

  test('a link that leads out of the folder is not followed', async () => {
    await symlink(join(folder, 'secret.txt'), join(folder, 'dist', 'link.txt'));
    expect(statusOf(await get('/link.txt'))).toBe(404);
  });

  test('a range that makes no sense does no harm', async () => {
    expect(statusOf(await get('/', { Range: 'bytes=5-2' }))).toBe(200);
  });
});

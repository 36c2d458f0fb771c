import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const program = await readFile(new URL('updates-browser.js', import.meta.url));
const updates = [];
const streams = new Set();

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (pathname === '/poll') {
    response.setHeader('Content-Type', 'application/json');
    const after = Number(searchParams.get('after'));
    response.end(JSON.stringify(updates.filter(({ n }) => n > after)));
  } else if (pathname === '/events') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.flushHeaders();
    streams.add(response);
    response.on('close', () => streams.delete(response));
  } else if (pathname === '/updates-browser.js') {
    response.setHeader('Content-Type', 'text/javascript');
    response.end(program);
  } else {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end('<!doctype html><title>updates</title>Try byEvents(console.log) of updates-browser.js.');
  }
});
const sockets = new WebSocketServer({ server, path: '/ws' });

setInterval(() => {
  const update = { n: updates.length + 1 };
  updates.push(update);
  for (const stream of streams) stream.write(`data: ${JSON.stringify(update)}\n\n`);
  for (const socket of sockets.clients) socket.send(JSON.stringify(update));
}, 200);

server.listen(Number(process.argv[2] ?? 8765), '127.0.0.1');
await once(server, 'listening');
console.log(`listening on ws://127.0.0.1:${server.address().port}`);

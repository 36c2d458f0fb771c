import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const program = readFileSync(new URL('updates-browser.js', import.meta.url));
const updates = [];
const streams = new Set();

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  const answer = (type, body) => response.setHeader('Content-Type', type).end(body);
  if (pathname === '/poll') {
    const after = Number(searchParams.get('after'));
    answer('application/json', JSON.stringify(updates.filter(({ n }) => n > after)));
  } else if (pathname === '/events') {
    response.setHeader('Content-Type', 'text/event-stream').flushHeaders();
    streams.add(response);
    response.on('close', () => streams.delete(response));
  } else if (pathname === '/updates-browser.js') answer('text/javascript', program);
  else answer('text/html', '<!doctype html><title>updates</title>');
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

import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const port = Number(process.argv[2] ?? 8765); // 0: any free port
const origins = process.env.ORIGINS?.split(',') ?? ['http://127.0.0.1:8765'];
const server = createServer((_, response) => response.writeHead(404).end());
const wss = new WebSocketServer({ noServer: true, maxPayload: 65_536 });

server.on('upgrade', (request, socket, head) => {
  socket.on('error', console.error);
  const { origin } = request.headers; // every browser sends one
  if (origin !== undefined && !origins.includes(origin)) {
    socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    return;
  }
  wss.handleUpgrade(request, socket, head, (ws) => {
    wss.emit('connection', ws, request);
  });
});

// The lines of the 101, just before they are sent.
wss.on('headers', (lines) => console.log(lines.join('\n')));
wss.on('connection', (ws) => {
  ws.on('error', console.error);
  ws.on('message', (data, isBinary) => ws.send(data, { binary: isBinary }));
});

server.listen(port, '127.0.0.1', () => {
  console.log(`listening on ws://127.0.0.1:${server.address().port}`);
});

import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

const origins = new Set((process.env.ORIGINS ?? 'http://127.0.0.1:8765').split(','));
const server = createServer((_, response) => response.writeHead(404).end());

server.on('upgrade', (request, socket) => {
  socket.on('error', console.error);
  const { origin, upgrade, 'sec-websocket-key': key = '', 'sec-websocket-version': version } = request.headers;
  const head = (...lines) => [...lines, '', ''].join('\r\n');
  const refuse = (...lines) => socket.end(head(...lines, 'Connection: close', 'Content-Length: 0'));

  // Without this check any page on the web could open this socket, with your user's cookies.
  if (origin !== undefined && !origins.has(origin)) return refuse('HTTP/1.1 403 Forbidden');
  const isWebSocket = request.method === 'GET' && upgrade.toLowerCase() === 'websocket';
  if (!isWebSocket || Buffer.from(key, 'base64').length !== 16) return refuse('HTTP/1.1 400 Bad Request');
  const switching = ['Connection: Upgrade', 'Upgrade: websocket'];
  if (version !== '13') return refuse('HTTP/1.1 426 Upgrade Required', ...switching, 'Sec-WebSocket-Version: 13');

  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(head('HTTP/1.1 101 Switching Protocols', ...switching, `Sec-WebSocket-Accept: ${accept}`));

  // HTTP ends here. What follows are frames: the text "Hello" and, whatever comes back, Close 1000.
  socket.write(Buffer.from('810548656c6c6f', 'hex'));
  socket.once('data', () => socket.end(Buffer.from('880203e8', 'hex')));
});

server.listen(Number(process.argv[2] ?? 8765), '127.0.0.1', () => {
  console.log(`listening on ws://127.0.0.1:${server.address().port}`);
});

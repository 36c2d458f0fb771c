import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const origins = process.env.ORIGINS?.split(',') ?? ['http://127.0.0.1:8765'];
const server = createServer((_, response) => response.writeHead(404).end());

server.on('upgrade', ({ method, headers }, socket) => {
  socket.on('error', console.error);
  const { origin, upgrade, 'sec-websocket-key': key = '' } = headers;
  const refuse = (status, more = '') => {
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n${more}\r\n`);
  };

  // Without this, any site's page could open this socket with your user's cookies.
  if (origin !== undefined && !origins.includes(origin)) return refuse('403 Forbidden');
  const isWebSocket = method === 'GET' && upgrade.toLowerCase() === 'websocket';
  const is16Bytes = Buffer.from(key, 'base64').length === 16;
  if (!isWebSocket || !is16Bytes) return refuse('400 Bad Request');
  const change = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';
  if (headers['sec-websocket-version'] !== '13')
    return refuse('426 Upgrade Required', `${change}Sec-WebSocket-Version: 13\r\n`);

  const sha1 = createHash('sha1').update(key + GUID);
  socket.write(`HTTP/1.1 101 Switching Protocols\r\n${change}`);
  socket.write(`Sec-WebSocket-Accept: ${sha1.digest('base64')}\r\n\r\n`);
  // HTTP ends here; frames follow: "Hello" and, whatever comes back, Close 1000.
  socket.write(Buffer.from('810548656c6c6f', 'hex'));
  socket.once('data', () => socket.end(Buffer.from('880203e8', 'hex')));
});

server.listen(Number(process.argv[2] ?? 8765), '127.0.0.1', () => {
  console.log(`listening on ws://127.0.0.1:${server.address().port}`);
});

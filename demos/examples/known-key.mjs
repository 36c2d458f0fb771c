import { once } from 'node:events';
import { WebSocket, WebSocketServer } from 'ws';

const KEY = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);
const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
await once(server, 'listening');

server.on('connection', (socket, { socket: tcp }) => {
  // Before ws unmasks it: two bytes, four of key, and then the payload
  tcp.prependListener('data', (bytes) => console.log('on the wire:', JSON.stringify(bytes.toString('latin1', 6))));
  socket.on('message', () => {
    client.terminate();
    server.close();
  });
});

// ws lets its user choose the key of each frame. A browser lets nobody
const generateMask = (key) => key.set(KEY);
const client = new WebSocket(`ws://127.0.0.1:${server.address().port}`, { generateMask });
client.on('open', () => {
  const wanted = Buffer.from('GET / HTTP/1.1\r\n');
  const sent = wanted.map((byte, i) => byte ^ KEY[i % 4]);
  console.log('script sent:', sent.toString('hex'));
  client.send(sent);
});

import { once } from 'node:events';
import WebSocket, { WebSocketServer } from 'ws';

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
server.on('connection', (peer) => {
  peer.on('ping', (data) => console.log('server: ping', data.toString()));
  peer.on('message', (data) => console.log('server: message', data.toString()));
});
await once(server, 'listening');

const ws = new WebSocket(`ws://127.0.0.1:${server.address().port}`);
await once(ws, 'open');
ws.send('Hel', { fin: false }); // text, FIN 0
ws.ping('now?');
ws.send('lo', { fin: true }); // opcode 0, FIN 1
const [data] = await once(ws, 'pong');
ws.close(1000);
await once(ws, 'close');
console.log('client: pong', data.toString());
server.close();

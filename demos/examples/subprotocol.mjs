import { once } from 'node:events';
import WebSocket, { WebSocketServer } from 'ws';

const SPOKEN = ['v2.chat.example.com', 'v1.chat.example.com'];
const server = new WebSocketServer({
  host: '127.0.0.1',
  port: 0,
  // `offered` is a Set, in the client's order; false declines them all.
  handleProtocols: (offered) => SPOKEN.find((name) => offered.has(name)) ?? false,
});
await once(server, 'listening');

for (const offer of [['v1.chat.example.com', 'v2.chat.example.com'], ['soap'], []]) {
  const ws = new WebSocket(`ws://127.0.0.1:${server.address().port}`, offer);
  try {
    await once(ws, 'open');
    console.log(JSON.stringify(offer), '→', JSON.stringify(ws.protocol));
    ws.terminate();
  } catch ({ message }) {
    console.log(JSON.stringify(offer), '→', message);
  }
}
server.close();

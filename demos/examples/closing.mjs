import { once } from 'node:events';
import WebSocket, { WebSocketServer } from 'ws';

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
await once(server, 'listening');

/** Lets `act` end a connection, and prints which code each end is told. */
async function end(how, act) {
  const ws = new WebSocket(`ws://127.0.0.1:${server.address().port}`);
  const [[peer]] = await Promise.all([once(server, 'connection'), once(ws, 'open')]);
  const codes = Promise.all([once(ws, 'close'), once(peer, 'close')]);
  act(ws, peer);
  const [[client], [other]] = await codes;
  console.log(`${how}: client is told ${client}, server ${other}`);
}

await end('close()', (ws) => ws.close());
await end('close(4001)', (ws) => ws.close(4001));
await end('the server restarts', (_, peer) => peer.close(1012, 'restart'));
await end('terminate()', (ws) => ws.terminate());
await end('both at once', (ws, peer) => {
  ws.close(4001);
  peer.close(4002);
});
server.close();

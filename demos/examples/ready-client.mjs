import { once } from 'node:events';
import WebSocket from 'ws';

const url = process.argv[2] ?? 'ws://127.0.0.1:8765';
const ws = new WebSocket(url, { handshakeTimeout: 5000 });
ws.on('close', (code) => console.log('close', code));

try {
  ws.send('too early');
} catch ({ message }) {
  console.log(message);
}

try {
  await once(ws, 'open'); // rejects if error comes first
  ws.on('error', console.error); // unheard, it would end the process
  ws.send('Hello');
  const [data, isBinary] = await once(ws, 'message');
  console.log('message', data.toString(), isBinary);
  ws.close(1000);
  // No exception here either, but the callback is told.
  ws.send('too late', ({ message }) => console.log(message));
} catch ({ message }) {
  console.error(message);
  process.exitCode = 1;
}

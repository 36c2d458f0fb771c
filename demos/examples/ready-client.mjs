import { once } from 'node:events';
import WebSocket from 'ws';

const ws = new WebSocket(process.argv[2] ?? 'ws://127.0.0.1:8765', { handshakeTimeout: 5000 });
ws.on('close', (code) => console.log('close', code));

try {
  ws.send('too early');
} catch ({ message }) {
  console.log(message);
}

try {
  await once(ws, 'open'); // rejects if error comes first
  ws.on('error', console.error); // an error that nobody listens for ends the process
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

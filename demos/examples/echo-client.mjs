import WebSocket from 'ws';

const url = process.argv[2] ?? 'ws://127.0.0.1:8765';
const ws = new WebSocket(url, { handshakeTimeout: 5000 });

ws.on('upgrade', ({ httpVersion, statusCode, statusMessage, rawHeaders }) => {
  console.log(`HTTP/${httpVersion} ${statusCode} ${statusMessage}`);
  // name, value, name, value …
  for (let i = 0; i < rawHeaders.length; i += 2) {
    console.log(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
  }
});
ws.on('open', () => ws.send('Hello'));
ws.on('message', (data) => {
  console.log(data.toString());
  ws.close(1000);
});
ws.on('error', (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
ws.on('close', (code) => console.log(code));

import WebSocket from 'ws';

const ws = new WebSocket(process.argv[2] ?? 'ws://127.0.0.1:8765', { handshakeTimeout: 5000 });

ws.on('upgrade', (response) => {
  console.log(`HTTP/${response.httpVersion} ${response.statusCode} ${response.statusMessage}`);
  const raw = response.rawHeaders; // name, value, name, value, …
  for (let i = 0; i < raw.length; i += 2) console.log(`${raw[i]}: ${raw[i + 1]}`);
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

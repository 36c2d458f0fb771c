import WebSocket from 'ws';

const url = process.argv[2] ?? 'ws://127.0.0.1:8765';
const ws = new WebSocket(`${url}/socket.io/?EIO=4&transport=websocket`);
const send = (packet) => {
  console.log('→', packet);
  ws.send(packet);
};

ws.on('message', (data) => {
  const packet = data.toString();
  console.log('←', packet);
  if (packet.startsWith('0'))
    send('40'); // open: connect me to the main namespace
  else if (packet.startsWith('40'))
    send('420["echo","Hello"]'); // connected: an event, ack id 0
  else if (packet.startsWith('43'))
    ws.close(1000); // the ack
  else if (packet === '2') send('3'); // ping: pong
});
ws.on('error', (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
ws.on('close', (code) => console.log(code));

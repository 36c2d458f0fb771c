// For the console of any page of this course, while its own server runs.
const ws = new WebSocket('/socket.io/?EIO=4&transport=websocket');
const send = (packet) => {
  console.log('→', packet);
  ws.send(packet);
};

ws.addEventListener('message', ({ data: packet }) => {
  console.log('←', packet);
  if (packet.startsWith('0'))
    send('40'); // open: connect me to the main namespace
  else if (packet.startsWith('40'))
    send('420["echo","Hello"]'); // connected: an event, ack id 0
  else if (packet.startsWith('43'))
    ws.close(1000); // the ack
  else if (packet === '2') send('3'); // ping: pong
});
ws.addEventListener('close', ({ code }) => console.log(code));

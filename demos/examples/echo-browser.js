// A relative URL is resolved against the page, and http becomes ws.
const ws = new WebSocket('/ws/echo');

ws.addEventListener('open', () => ws.send('Hello'));
ws.addEventListener('message', (event) => {
  console.log(event.data);
  ws.close(1000);
});
// The event carries no status and no reason: see the console, or the server's log.
ws.addEventListener('error', () => console.log('error'));
ws.addEventListener('close', (event) => console.log(event.code, event.wasClean));

// The URL is relative to the page, and http becomes ws.
const ws = new WebSocket('/ws/echo');

ws.addEventListener('open', () => ws.send('Hello'));
ws.addEventListener('message', ({ data }) => {
  console.log(data);
  ws.close(1000);
});
// No status and no reason: those are in the developer console.
ws.addEventListener('error', () => console.log('error'));
ws.addEventListener('close', ({ code, wasClean }) => {
  console.log(code, wasClean);
});

/** Resolves once the socket is open; rejects if it closes first. */
function opened(ws) {
  if (ws.readyState === WebSocket.OPEN) return Promise.resolve(ws); // there is no second open event
  return new Promise((resolve, reject) => {
    const fail = ({ code }) => reject(new Error(`closed (${code}) before it opened`));
    if (ws.readyState === WebSocket.CLOSED) fail({ code: 1006 }); // nor a second close
    ws.addEventListener('open', () => resolve(ws), { once: true });
    ws.addEventListener('close', fail, { once: true }); // error says no more, and close follows it
  });
}

const ws = new WebSocket('/ws/echo');
ws.addEventListener('message', ({ data }) => {
  console.log('message', data);
  ws.close(1000);
  ws.send('too late'); // no exception; goes nowhere
  console.log(ws.readyState, ws.bufferedAmount);
});
ws.addEventListener('close', ({ code, wasClean }) => console.log('close', code, wasClean));

try {
  ws.send('too early');
} catch ({ name }) {
  console.log(ws.readyState, name);
}
opened(ws).then(() => ws.send('Hello'), console.error);

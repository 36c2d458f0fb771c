/** Resolves once the socket is open; rejects if it closes first. */
function opened(ws) {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new Error('closed before it opened'));
    // Neither event comes a second time.
    if (ws.readyState === WebSocket.OPEN) resolve(ws);
    if (ws.readyState === WebSocket.CLOSED) fail();
    ws.addEventListener('open', () => resolve(ws));
    ws.addEventListener('close', fail); // after error, and without it too
  });
}

const ws = new WebSocket('/ws/echo');
ws.addEventListener('message', ({ data }) => {
  console.log('message', data);
  ws.close(1000);
  ws.send('too late'); // no exception; goes nowhere
  console.log(ws.readyState, ws.bufferedAmount);
});
ws.addEventListener('close', ({ code, wasClean }) => {
  console.log('close', code, wasClean);
});

try {
  ws.send('too early');
} catch ({ name }) {
  console.log(ws.readyState, name);
}
opened(ws).then(() => ws.send('Hello'), console.error);

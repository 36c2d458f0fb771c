// Each calls show() with every update, and returns how to stop.

// #region poll
export function byPolling(show) {
  let last = 0;
  const ask = async () => {
    const updates = await (await fetch(`/poll?after=${last}`)).json();
    for (const { n } of updates) {
      last = n;
      show(n);
    }
  };
  const timer = setInterval(() => ask().catch(console.error), 1000);
  return () => clearInterval(timer);
}
// #endregion

// #region events
export function byEvents(show) {
  const source = new EventSource('/events'); // connects again by itself
  source.addEventListener('message', ({ data }) => show(JSON.parse(data).n));
  return () => source.close();
}
// #endregion

// #region socket
export function bySocket(show) {
  const ws = new WebSocket('/ws'); // does not connect again: L11
  ws.addEventListener('message', ({ data }) => show(JSON.parse(data).n));
  return () => ws.close();
}
// #endregion

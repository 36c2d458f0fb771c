/** Whether a URL's hash (`#handshake` or `#handshake?step=4`) names this figure. */
export function hashNames(hash: string, figure: string): boolean {
  const [id] = hash.slice(1).split('?', 1);
  return id === encodeURIComponent(figure) || id === figure;
}

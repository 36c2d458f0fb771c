/**
 * The query of a race's request, but for whose it is: `after=3`, the last event the client has, and `pad=xxx`, which
 * makes the request `extra` bytes longer, name included. A script can give an EventSource or a WebSocket no header of
 * its own, but any address; a cookie of this length would cost as much.
 */
export function raceQuery({
  after,
  extra,
}: {
  readonly after?: number | undefined;
  readonly extra: number;
}): Record<string, string> {
  return {
    ...(after !== undefined && { after: String(after) }),
    ...(extra >= PAD && { pad: 'x'.repeat(extra - PAD) }),
  };
}

/** `pad=` and the `&` after it. */
const PAD = '&pad='.length;

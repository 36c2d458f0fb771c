import { describe, expect, test } from 'vitest';
import recording from '#content/captures/deflate.json?raw';
import type { CaptureEvent } from '#demos/capture/capture.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { utf8Encode } from '#demos/protocol/bytes.ts';
import { queryOf, takesClientWindow } from './deflate.live.ts';
import { USUAL } from './deflate.settings.ts';

/** A request as it passed, with this offer of extensions. */
const offering = (offer: string): { readonly events: readonly CaptureEvent[] } => ({
  events: [
    {
      id: 'server:0',
      at: 0,
      connection: 'c1',
      kind: 'bytes',
      direction: 'client-to-server',
      offset: 0,
      bytes: utf8Encode(`GET / HTTP/1.1\r\nHost: a\r\nSec-WebSocket-Extensions: ${offer}\r\n\r\n`),
    },
  ],
});

describe('a window for what the browser compresses', () => {
  test('is asked for where its size may be answered: Chromium 156 offers client_max_window_bits', () =>
    expect(takesClientWindow(recordedCapture(recording))).toBe(true));

  test('is not asked for where it was not offered (RFC 7692 §7.1.2.2): Firefox 153 offers the bare extension', () => {
    expect(takesClientWindow(offering('permessage-deflate'))).toBe(false);
    const settings = { ...USUAL, windowBits: 9 };
    expect(queryOf(settings, false)).toMatchObject({ server_max_window_bits: '9' });
    expect(queryOf(settings, false)).not.toHaveProperty('client_max_window_bits');
    expect(queryOf(settings, true)).toMatchObject({ client_max_window_bits: '9' });
  });

  test('is asked for while no offer was seen', () => expect(takesClientWindow({ events: [] })).toBe(true));
});

import { describe, expect, test } from 'vitest';
import { fromHex } from '#demos/protocol/bytes.ts';
import { madeMessage } from './made-message.ts';
import { packetLog } from './packet-log.ts';
import { momentsOf } from './packet-moments.ts';

const momentsFrom = (...data: readonly (string | Uint8Array)[]) => {
  const [packet] = packetLog(data.map((each) => madeMessage(each, { from: 'server', at: 0 })));
  if (!packet) throw new Error('no packet');
  return momentsOf(packet);
};
const told = (...data: readonly (string | Uint8Array)[]) =>
  momentsFrom(...data).map(({ message, part, trail }) => `${message} ${part}: ${trail.at(-1)}`);

describe('each part is read in the decoder’s own state', () => {
  test('of an event with an ack', () => {
    expect(told('420["add",1,2]')).toEqual([
      '0 frame: type',
      '0 message: type',
      '0 engineio: type',
      '0 type: type',
      '0 ack-id: ackId',
      '0 arguments: json',
      '0 event: done',
    ]);
  });

  test('a field that is not there is passed through', () => {
    expect(momentsFrom('41').at(-1)?.trail).toEqual(['type', 'namespace', 'ackId', 'json', 'done']);
  });

  test('of a binary event, attachments included', () => {
    const head = '452-/n,["b",{"_placeholder":true,"num":1},{"_placeholder":true,"num":0}]';
    expect(told(head, fromHex('01'), fromHex('02')).slice(3)).toEqual([
      '0 type: type',
      '0 attachments: attachments',
      '0 namespace: namespace',
      '0 arguments: json',
      '1 attachment: awaitingAttachments',
      '2 attachment: awaitingAttachments',
      '0 event: done',
    ]);
    expect(told(head, fromHex('01')).at(-1)).toBe('0 event: awaitingAttachments');
  });

  test('of what is broken the decoder ends in error', () => {
    for (const broken of ['hello', '49', '451["x"]', '42/n', '42{"a":1}', '43["x"]'])
      expect(told(broken).at(-1)).toBe('0 event: error');
  });

  test('what is Engine.IO’s own, the decoder never sees', () => {
    expect(momentsFrom('2').at(-1)?.trail).toEqual(['type']);
  });
});

import { describe, expect, test } from 'vitest';
import { fromHex } from '#demos/protocol/bytes.ts';
import { madeMessage } from './made-message.ts';
import { type Lit, litAt, litBeside } from './packet-lit.ts';
import { packetLog } from './packet-log.ts';

/** Six bytes of frame header and masking key, `4`, `2`, the ack id `0`, and eleven bytes of arguments. */
const [ADD] = packetLog([madeMessage('420["add",1,2]', { from: 'client', key: fromHex('a9 62 d8 ed'), at: 0 })]);
if (!ADD) throw new TypeError('no packet');

describe('a byte that is pointed at', () => {
  test('is the layer’s own where that adds it', () =>
    expect(litAt(ADD, 0, 'wire', 8)).toEqual({ message: 0, part: 'wire', column: 8 }));

  test('lights the part that adds it, in whichever layer that is', () =>
    expect(litAt(ADD, 0, 'frame', 8)).toEqual({ message: 0, part: 'ack-id', column: 8 }));

  test('of no message there is lights nothing', () => expect(litAt(ADD, 1, 'wire', 0)).toBeNull());
});

describe('the byte beside what is lit', () => {
  const whole = (part: Lit['part']): Lit => ({ message: 0, part, column: null });

  test('of a whole part is its first, to the right; to the left, the one before it', () => {
    expect(litBeside(ADD, whole('ack-id'), 1)).toEqual({ message: 0, part: 'ack-id', column: 8 });
    expect(litBeside(ADD, whole('ack-id'), -1)).toEqual({ message: 0, part: 'type', column: 7 });
  });

  test('is the next one along the ruler', () =>
    expect(litBeside(ADD, { message: 0, part: 'ack-id', column: 8 }, 1)).toEqual({
      message: 0,
      part: 'arguments',
      column: 9,
    }));

  test('stays on the ruler', () => {
    expect(litBeside(ADD, { message: 0, part: 'wire', column: 0 }, -1)?.column).toBe(0);
    expect(litBeside(ADD, { message: 0, part: 'wire', column: 19 }, 1)?.column).toBe(19);
  });

  test('of a message that is not there is none', () =>
    expect(litBeside(ADD, { message: 3, part: 'attachment', column: 0 }, 1)).toBeNull());
});

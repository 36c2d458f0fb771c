import type { MaskTexts } from '#demos/mask/mask.texts.ts';
import { source } from '#demos/protocol/source.ts';
import { commonProblems, commonWords } from './common.ts';

const rfc = (section: string) => source('RFC 6455', section);

export const maskTexts: MaskTexts = {
  rules: commonProblems,
  ui: {
    ...commonWords,
    title: 'XOR desk',
    list: 'frames sent',
    listEmpty: 'Nothing has been sent yet. Send the same message twice, and compare.',
    pair: 'Two of these frames carry the same {n} bytes. Their keys are {a} and {b}, and {equal} of the {n} masked bytes are equal.',
    pairSame:
      'Two of these frames carry the same {n} bytes under the same key, {a}: all {equal} masked bytes are equal.',
    noPair: 'No two of these frames carry the same payload.',
    message: 'your message',
    send: 'send',
    opening: 'connecting …',
    ended: 'This connection is closed.',
    connectAgain: 'connect again',
    desk: 'On the desk',
    deskBytes: '{n} bytes on the wire',
    changed: 'changed by you, not sent',
    asSent: 'as it was sent',
    restore: 'restore',
    strip: 'The frame as it is on the wire',
    way: 'Which way',
    mask: 'mask',
    unmask: 'and back',
    table: 'Every byte, and the byte of the key it is XORed with',
    payload: 'payload',
    key: 'key',
    masked: 'masked',
    ascii: 'payload as ASCII',
    bits: 'byte {i}, bit by bit',
    noBits: 'no byte is done yet',
    payloadText: 'payload, as text',
    payloadHex: 'payload, as hex',
    keyHex: 'masking key',
    edit: 'edit payload and key',
    keys: 'another key:',
    randomKey: 'random',
    zeroKey: 'zeros',
    rfcKey: 'the RFC’s',
    hexBad: 'Character {at}, “{found}”, is no hex digit. The desk keeps the last bytes that could be read.',
    hexHalf: 'Character {at}, “{found}”, is half a byte: hex digits come in pairs.',
    tooLong: 'Found {n} bytes, expected at most 125: the desk has room for the shortest length form.',
    keyLength: 'Found {n} bytes, expected 4: a masking key has 32 bits.',
    chart: 'Statechart of masking: which byte of the key comes next',
    steps: 'Steps of masking',
    caption:
      'Try `and back`: the desk does the same sum with the same key, and the payload returns. Notice that the key stands in the frame, before what it masks. Whoever reads the one has the other.',
  },
  parts: {
    key: {
      title: 'The masking key',
      says: 'Four bytes in the frame’s header, as they are. The client picks new ones for each frame; they are drawn from a strong source of entropy, so that nobody can predict them.',
      source: rfc('5.3'),
    },
    payload: {
      title: 'The payload',
      says: 'What script handed to `send()`. It is nowhere on the wire as it is; the receiver gets it back by the same XOR.',
      source: rfc('5.3'),
    },
    masked: {
      title: 'The masked payload',
      says: 'As many bytes as the payload has, in the same order. Byte i depends on payload byte i and on `key[i mod 4]`, and on nothing else.',
      source: rfc('5.3'),
    },
  },
  stages: {
    begin: {
      title: 'The key is chosen, and nothing is done yet',
      says: 'The key `{key}` stands in the header. {n} bytes of payload wait.',
      source: rfc('5.3'),
    },
    byte: {
      title: 'Byte {i}',
      says: '`{i} mod 4` is {j}: `{from}` ⊕ `{byte}` = `{to}`. Where the key has a 1, the bit is flipped; where it has a 0, it stays.',
      source: rfc('5.3'),
    },
    masked: {
      title: 'The frame is whole',
      says: '{wire} bytes leave: two of header, four of key, {n} masked. The length says {n}; it does not count the key.',
      source: rfc('5.3'),
    },
    unmasked: {
      title: 'The payload is back',
      says: 'The same key, the same sum, the other way. XOR with the same byte twice changes nothing: there is no second algorithm.',
      source: rfc('5.3'),
    },
    zero: {
      title: 'Masked, and readable',
      says: 'MASK is 1 and the four bytes are sent, so a receiver takes the frame. But XOR with zeros changes nothing. A random key is this one once in 4,294,967,296 frames.',
      source: rfc('5.3'),
    },
  },
  edges: { byte: 'byte', end: 'no more', 'next.frame': 'next frame, new key' },
  opcodes: { 0: 'continuation', 1: 'text', 2: 'binary', 8: 'close', 9: 'ping', 10: 'pong' },
};

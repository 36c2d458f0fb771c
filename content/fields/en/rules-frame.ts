import type { RuleText } from '#content/fields/texts.ts';
import type { CLOSE_RULES } from '#demos/protocol/rules-close.ts';
import type { DEFLATE_RULES } from '#demos/protocol/rules-deflate.ts';
import type { FRAME_RULES } from '#demos/protocol/rules-frame.ts';

type FrameRule = keyof typeof FRAME_RULES | keyof typeof CLOSE_RULES | keyof typeof DEFLATE_RULES;

export const frameRules = {
  'frame.rsv1': {
    title: 'RSV1 needs an extension',
    advice: 'Clear RSV1, or agree on permessage-deflate in the handshake first.',
  },
  'frame.rsv2': { title: 'RSV2 is 0', advice: 'Clear RSV2: no agreed extension uses it.' },
  'frame.rsv3': { title: 'RSV3 is 0', advice: 'Clear RSV3: no agreed extension uses it.' },
  'frame.opcode': { title: 'The opcode is reserved', advice: 'Use 0, 1, 2, 8, 9 or a.' },
  'frame.mask-required': {
    title: 'A client masks every frame',
    advice: 'Set MASK and send a fresh random key, over TLS too.',
  },
  'frame.mask-forbidden': { title: 'A server masks no frame', advice: 'Clear MASK and send the payload as it is.' },
  'frame.control-fin': { title: 'A control frame is never fragmented', advice: 'Set FIN on close, ping and pong.' },
  'frame.control-length': {
    title: 'A control frame carries ≤ 125 bytes',
    advice: 'Shorten the payload: a control frame has only the 7-bit length.',
  },
  'frame.length-minimal': {
    title: 'The length takes the shortest form',
    advice: 'Use 7 bits up to 125, 16 bits up to 65,535, and 64 bits beyond.',
  },
  'frame.length-sign-bit': {
    title: 'The 64-bit length starts with 0',
    advice: 'Clear the top bit: a length is below 2⁶³.',
  },
  'frame.length-limit': {
    title: 'The frame is over the limit',
    advice: 'Send a smaller frame, or raise the receiver’s limit.',
  },
  'message.continuation': {
    title: 'A continuation without a beginning',
    advice: 'Start the message with a text or binary frame.',
  },
  'message.unfinished': {
    title: 'A new message inside another',
    advice: 'Finish the message first: its other frames have opcode 0.',
  },
  'message.after-close': { title: 'A frame after Close', advice: 'Send no more data once Close is sent.' },
  'message.too-big': {
    title: 'The message is over the limit',
    advice: 'Send less at a time, or raise the receiver’s limit.',
  },
  'message.utf8': {
    title: 'A text message is UTF-8',
    advice: 'Encode the whole text as UTF-8, or send the bytes as binary.',
  },
  'close.payload-length': {
    title: 'A Close body has a whole code',
    advice: 'Send no body, or two bytes of code and then a reason.',
  },
  'close.code': {
    title: 'This close code is not for sending',
    advice: 'Send 1000 to 1003, 1007 to 1014, or 3000 to 4999.',
  },
  'close.reason-utf8': {
    title: 'A close reason is UTF-8',
    advice: 'Encode the reason as UTF-8, in at most 123 bytes.',
  },
  'deflate.rsv1-control': {
    title: 'Control frames are never compressed',
    advice: 'Clear RSV1 on close, ping and pong.',
  },
  'deflate.rsv1-continuation': {
    title: 'Only a first frame sets RSV1',
    advice: 'Clear RSV1 on continuation frames: it speaks for the whole message.',
  },
} as const satisfies Record<FrameRule, RuleText>;

import type { RuleText } from '#content/fields/texts.ts';
import type { ENGINEIO_RULES } from '#demos/protocol/rules-engineio.ts';
import type { SOCKETIO_RULES } from '#demos/protocol/rules-socketio.ts';

type SocketioRule = keyof typeof ENGINEIO_RULES | keyof typeof SOCKETIO_RULES;

export const socketioRules = {
  'engineio.type': {
    title: 'A packet begins with its type',
    advice: 'Begin the message with a digit from 0 to 6: 4 for whatever an application sends.',
  },
  'engineio.base64': {
    title: 'After b comes base64',
    advice: 'Write whole groups of four characters of base64, or send the bytes as a binary message.',
  },
  'socketio.type': {
    title: 'A Socket.IO packet begins with its type',
    advice: 'Write a digit from 0 to 6 after the 4; an event has 2.',
  },
  'socketio.attachments': {
    title: 'A binary type says how many attachments',
    advice: 'Write the number of binary messages that follow, from 1, directly after the type.',
  },
  'socketio.attachments-limit': {
    title: 'A packet has at most ten attachments',
    advice: 'Join the binary data, or send several events.',
  },
  'socketio.hyphen': {
    title: 'A hyphen ends the number of attachments',
    advice: 'Write a hyphen between that number and what follows.',
  },
  'socketio.namespace': {
    title: 'A comma ends the namespace',
    advice: 'Write a comma after the namespace, even when nothing follows it.',
  },
  'socketio.ack-id': {
    title: 'This cannot be an ack id',
    advice: 'Write a whole number below 2⁵³, and only in an event or an acknowledgement.',
  },
  'socketio.ack-id-missing': {
    title: 'An acknowledgement names what it answers',
    advice: 'Write the number that came with the event before the payload.',
  },
  'socketio.space': {
    title: 'No white space before the payload',
    advice: 'Remove it: the reference parser reads a space as part of an ack id.',
  },
  'socketio.json': {
    title: 'The payload is JSON',
    advice: 'Use double quotes, no trailing comma, and none of undefined, NaN and comments.',
  },
  'socketio.connect-payload': {
    title: 'A connect packet carries an object',
    advice: 'Write a JSON object; a connect may also carry nothing, and an error a string.',
  },
  'socketio.disconnect-payload': {
    title: 'A disconnect packet carries nothing',
    advice: 'End the packet after its type or after the comma of its namespace.',
  },
  'socketio.event-payload': {
    title: 'An event is an array with its name',
    advice: 'Write an array that begins with the name of the event.',
  },
  'socketio.ack-payload': {
    title: 'An acknowledgement carries an array',
    advice: 'Write an array with the arguments of the answer; without any, write an empty one.',
  },
  'socketio.event-name': {
    title: 'An event’s name is a string',
    advice: 'Begin the array with a string; the reference parser takes a number as well.',
  },
  'socketio.reserved-event': {
    title: 'This event name is reserved',
    advice: 'Choose another name: this one is what the library itself emits to listeners.',
  },
  'socketio.placeholder': {
    title: 'A placeholder names one of the attachments',
    advice: 'Number the attachments from 0, in the order in which they are sent.',
  },
  'socketio.awaited-binary': {
    title: 'Attachments come before anything else',
    advice: 'Send all the binary messages that were announced, and then the next packet.',
  },
  'socketio.unexpected-binary': {
    title: 'No packet waits for this attachment',
    advice: 'Send the text packet first, with the number of binary messages that follow.',
  },
} as const satisfies Record<SocketioRule, RuleText>;

import { source } from '#demos/protocol/source.ts';
import type { SocketioRawTexts } from '#demos/socketio-packet/socketio-raw.texts.ts';
import { commonProblems, commonWords } from './common.ts';

const HANDSHAKE = source('Engine.IO v4', 'Handshake');
const HEARTBEAT = source('Engine.IO v4', 'Heartbeat');
const CONNECTION = source('Socket.IO v5', 'Connection to a namespace');
const DATA = source('Socket.IO v5', 'Sending and receiving data');

export const socketioRawTexts: SocketioRawTexts = {
  ui: {
    ...commonWords,
    title: 'A client that speaks by hand',
    experiments: 'Three experiments',
    transcript: 'What passed, in milliseconds',
    script: 'script:',
    run: 'run it',
    again: 'run it again',
    send: 'send',
    sendLabel: 'send a text message',
    ready: 'or press one:',
    closeIt: 'close',
    chart: 'Statechart of what the client has reached',
    program: 'The program',
    next: 'let it answer',
    waits: 'The program has this packet before it:',
    nothing: 'Nothing has passed yet.',
    runHint: 'This is a recording. Run it, and the bytes are your own.',
    sayHint: 'First send 40, to join; then an event. What comes of hello, which is no packet?',
    closedHint: 'The connection is closed. Run it again for another.',
    needsCompanion: 'These are recordings. To run them yourself, start the companion server: npm start',
    caption:
      'Every line passed on a real connection, or is what script was told. Run an experiment and the bytes are your own browser’s: then send what you like, and see how far the server lets you come.',
  },
  experiments: {
    'plain-client': {
      name: 'plain client, Socket.IO server',
      says: '`new WebSocket("/socket.io/?EIO=4&transport=websocket")`: the browser’s own WebSocket, and a server that speaks Socket.IO.',
      ends: 'It works, as long as each message is a packet. What is none ends the connection: for Engine.IO there is no such thing as a message that it does not know.',
    },
    'plain-server': {
      name: 'io(), plain server',
      says: '`io({ path: "/ws/echo", transports: ["websocket"] })`: a real Socket.IO client, and a server that echoes every message.',
      ends: 'The handshake passes, because it is WebSocket’s. Then each waits for the other: the client for a packet `0`, the server for something to echo. The client gives up when its `timeout` is over; here it was set short, and its default is 20 s.',
    },
    program: {
      name: 'the raw client',
      says: 'The whole of a client in a few lines. Run it, then let it answer one packet at a time: the lines that are about to act are lit.',
      ends: 'What it leaves out is what socket.io-client is for: several transports, coming back after a loss, buffers, and events by name.',
    },
  },
  notes: {
    'up.head': { says: 'A handshake like any other. Only the query says that Engine.IO is meant.', source: HANDSHAKE },
    'down.head': { says: 'Accepted. Nothing of Socket.IO has been said yet.', source: source('RFC 6455', '4.2.2') },
    'down.open': {
      says: 'Engine.IO’s open packet: a session id, and how often the server will ping.',
      source: HANDSHAKE,
    },
    'up.CONNECT': { says: 'CONNECT: the client asks for the main namespace.', source: CONNECTION },
    'down.CONNECT': { says: 'The server agrees, and gives this socket an id of its own.', source: CONNECTION },
    'down.CONNECT_ERROR': { says: 'The server refuses the namespace.', source: CONNECTION },
    'down.EVENT': { says: 'An event from the server.', source: DATA },
    'up.EVENT': { says: 'An event; digits before the JSON ask for an ack.', source: DATA },
    'down.ACK': { says: 'The ack, with the id of the event.', source: source('Socket.IO v5', 'Acknowledgement') },
    'down.ping': { says: 'A ping of Engine.IO, in a text message. It wants a `3` in time.', source: HEARTBEAT },
    'up.pong': { says: 'The pong.', source: HEARTBEAT },
    'up.DISCONNECT': {
      says: 'The namespace is left; `socket.io` 4.8.4 keeps the Engine.IO connection.',
      source: source('Socket.IO v5', 'Disconnection from a namespace'),
    },
    'up.unreadable': {
      says: 'No packet: it does not begin with a type that this layer knows.',
      source: source('Engine.IO v4', 'Protocol'),
    },
    'down.close-frame': { says: 'The server’s Close, without a code.', source: source('RFC 6455', '5.5.1') },
    'up.close-frame': { says: 'The client’s Close, without a code.', source: source('RFC 6455', '5.5.1') },
  },
  edges: {
    dial: 'GET',
    upgraded: '101',
    'open.received': '← 0{…}',
    'connect.sent': '→ 40',
    'connect.received': '← 40{…}',
    refused: '← 44',
    disconnect: '41',
    closed: '',
  },
  rules: { ...commonProblems },
};

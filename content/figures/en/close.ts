import type { CloseTexts } from '#demos/close/close.texts.ts';
import { source } from '#demos/protocol/source.ts';
import { commonProblems, commonWords } from './common.ts';

const rfc = (section: string) => source('RFC 6455', section);
const whatwg = (anchor: string) => source('WHATWG WebSockets', anchor);
const CLOSE = whatwg('dom-websocket-close');
const FEEDBACK = whatwg('feedback-from-the-protocol');
const TCP = source('RFC 9293', '3.6');

export const closeTexts: CloseTexts = {
  ui: {
    ...commonWords,
    title: 'Close theatre',
    caption:
      'Choose an end in the first row, and step with →. Follow the line that runs down beside each end to the code it is told, and notice at which Close it begins. Then try “both at once”, where two Close frames cross, and “TCP is cut”, where there is none: where does the line begin?',
    runs: 'How it ends',
    steps: 'Steps of the closing handshake',
    client: 'browser',
    server: 'server',
    wire: 'the connection',
    time: 'ms',
    momentOf: 'moment',
    outcome: 'What each end knows',
    sent: 'sent',
    received: 'received',
    told: 'is told',
    nothingYet: 'nothing yet',
    nothing: '–',
    noClose: 'no Close',
    closeWithoutCode: 'Close without a code',
    unreadable: 'a Close nobody reads',
    unread: 'not read yet',
    itsCode: 'the code of that Close',
    noCode: '1005 stands for no code',
    noFrame: '1006 stands for no Close',
    clean: 'wasClean true',
    unclean: 'wasClean false',
    gone: 'There is no script any more.',
    states: 'states',
    timeWait: 'TIME_WAIT',
    inferred: 'inferred',
    silence: 'silence',
    notRecorded: 'not recorded: it is computed, or done live',
    page: 'the page goes',
    stopsReading: 'stops reading',
    readsOn: 'reads on',
    endsTcp: 'ends TCP',
    breaksRule: 'breaks a rule',
    lingers: 'leaves TCP open',
    waited: 'has waited',
    opened: 'open',
  },
  runs: {
    close: { label: 'close()', says: 'Script closes and says no code.' },
    code: { label: 'close(4001, "bye")', says: 'Script closes with a code and a reason of its own.' },
    'server-first': { label: 'server closes', says: 'The server closes with 1001: it restarts.' },
    both: { label: 'both at once', says: 'Each end sends a Close before it has read the other’s.' },
    late: { label: 'send, then close', says: 'The echo of a message arrives after close() was called.' },
    terminate: { label: 'TCP is cut', says: 'The server ends TCP without a Close.' },
    cut: { label: 'the page goes', says: 'The document that holds the WebSocket goes away.' },
    violation: { label: 'a broken rule', says: 'The server sends a frame with a reserved opcode.' },
    linger: { label: 'TCP stays open', says: 'The server answers the Close and does not end TCP.' },
    'no-answer': { label: 'no answer', says: 'The server reads nothing any more, and script closes.' },
  },
  moments: {
    open: {
      title: 'Open',
      says: 'Both ends may send. Each of the two directions of TCP will have to end by itself.',
      source: rfc('7.1.1'),
    },
    'client-close': {
      title: 'Script calls close()',
      says: '`readyState` is 2 when the call returns, and nothing has passed yet. From now on no message is told, whatever arrives.',
      source: CLOSE,
    },
    'client-send': {
      title: 'Script sends',
      says: 'The message goes before the Close: what is sent first arrives first. Its echo will come too late.',
      source: FEEDBACK,
    },
    leave: {
      title: 'The page goes away',
      says: 'Its document is gone, and nobody is left to be told. The browser still says goodbye: 1001, which script itself may not send.',
      source: whatwg('garbage-collection'),
    },
    'server-close': {
      title: 'The server’s program closes',
      says: 'Its library sends a Close and waits for the answer: ws for 30 seconds. A server may say 1001 or 1012; a page may not.',
      source: rfc('7.1.2'),
    },
    terminate: {
      title: 'The server ends TCP',
      says: 'No Close goes before it. Neither end will have received one.',
      source: rfc('7.1.5'),
    },
    pause: {
      title: 'The server stops reading',
      says: 'What arrives from now on waits in its machine. A busy program, or a full queue, looks just like this.',
      source: rfc('7.1.2'),
    },
    resume: {
      title: 'The server reads on',
      says: 'Only now does it read the Close that has been waiting. It has sent one itself, so this is no request but the other half of the handshake.',
      source: rfc('5.5.1'),
    },
    violate: {
      title: 'The server is about to break a rule',
      says: 'It sends a frame with opcode 3. That is reserved: whoever receives it must fail the connection.',
      source: rfc('5.2'),
    },
    linger: {
      title: 'The server will leave TCP open',
      says: 'It is to close TCP first. This one does not, and the browser has to wait.',
      source: rfc('7.1.1'),
    },
    'close-first': {
      title: 'The first Close',
      says: 'A control frame, opcode 8. Its sender may send no more data after it; the other end has to answer with a Close of its own.',
      source: rfc('5.5.1'),
    },
    'close-answer': {
      title: 'The answer',
      says: 'A Close again, with the code it answers to. Both Close frames have passed: the closing handshake is done, and TCP may end.',
      source: rfc('7.1.4'),
    },
    'close-crossing': {
      title: 'A Close that is no answer',
      says: 'Its sender had not read the other’s Close when it sent this one. Nobody answers twice: two Close frames are enough.',
      source: rfc('7.1.2'),
    },
    'close-unread': {
      title: 'A Close that waits',
      says: 'It has arrived at the server’s machine, and its program has not read it. It still believes that the connection is open.',
      source: rfc('7.1.3'),
    },
    'close-1002': {
      title: 'The browser says what was wrong',
      says: 'A Close with 1002, protocol error. The code goes to the other end, which made the mistake. Script is told 1006 and never learns why.',
      source: rfc('7.1.7'),
    },
    data: {
      title: 'A message passes',
      says: 'It was sent before its sender closed, so it is good.',
      source: rfc('5.5.1'),
    },
    'echo-dropped': {
      title: 'A message nobody is told of',
      says: 'It arrives, and `readyState` is 2: the browser drops it. After `close()` there is no `message` event.',
      source: FEEDBACK,
    },
    reserved: {
      title: 'A frame with a reserved opcode',
      says: 'Opcodes 3 to 7 mean nothing yet. The browser fails the connection.',
      source: rfc('5.2'),
    },
    'fin-server-first': {
      title: 'The server ends its direction first',
      says: 'A FIN: it has nothing more to send. The server is to be the one who ends TCP first, so that TIME_WAIT is on its side and the client can connect again at once.',
      source: rfc('7.1.1'),
    },
    'fin-client-first': {
      title: 'The browser ends its direction first',
      says: 'A FIN from the client, which should have waited for the server’s. TIME_WAIT is on its side now.',
      source: rfc('7.1.1'),
    },
    'fin-second': {
      title: 'The other direction ends',
      says: 'The second FIN: the TCP connection is closed in order.',
      source: TCP,
    },
    rst: {
      title: 'RST',
      says: 'TCP is cut for both directions at once. What was still on its way may be lost.',
      source: TCP,
    },
    message: {
      title: 'A message is told',
      says: 'Script is told of it while the connection is open.',
      source: FEEDBACK,
    },
    error: {
      title: 'The {end} is told: error',
      says: 'Something failed. Script is not told what; a server’s library says it in words.',
      source: FEEDBACK,
    },
    'told-frame': {
      title: 'The {end} is told {code}',
      says: 'It is the code of the Close that the {end} received, not of the one it sent.',
      source: rfc('7.1.5'),
    },
    'told-empty': {
      title: 'The {end} is told 1005',
      says: 'The Close that it received holds no code. 1005 stands for that; no frame ever carries it.',
      source: rfc('7.1.5'),
    },
    'told-none': {
      title: 'The {end} is told {code}',
      says: 'It received no Close that it could use, and 1006 stands for that. No frame ever carries it: it says that nothing was said.',
      source: rfc('7.1.5'),
    },
    'waited-answer': {
      title: 'The browser has waited long enough',
      says: 'No answer came. Chromium 156 waits one minute for a Close and then gives up, WebKitGTK 2.50 five seconds; ws waits 30. The standards name no time.',
      source: rfc('7.1.1'),
    },
    'waited-tcp': {
      title: 'The browser ends TCP itself',
      says: 'Both Close frames passed, and the server did not end TCP. Chromium 156 gives it two seconds, then ends it, and calls that clean; WebKitGTK 2.50 ends it at once, ws after 30 seconds.',
      source: rfc('7.1.1'),
    },
  },
  parts: {
    client: {
      title: 'The browser',
      says: 'What script does and is told. `readyState` stands beside it: 1 open, 2 closing, 3 closed.',
      source: whatwg('dom-websocket-readystate'),
    },
    server: {
      title: 'The server',
      says: 'What a program on ws does and is told, written down by that program itself.',
      source: rfc('7.1'),
    },
    tcp: {
      title: 'TCP',
      says: 'Two directions, each with a line of its own that ends at its FIN. An RST ends both.',
      source: TCP,
    },
    code: {
      title: 'The code',
      says: 'The line runs from the Close that an end received to the code it is told. Without a code, or without a Close, it begins at a ring.',
      source: rfc('7.1.5'),
    },
    'was-clean': {
      title: 'wasClean',
      says: 'True where TCP was closed after both Close frames had passed. It says nothing of the code: 4001 can be clean.',
      source: rfc('7.1.4'),
    },
    'time-wait': {
      title: 'TIME_WAIT',
      says: 'Who ends TCP first keeps the pair of addresses for a while, so that a late segment finds no new connection. It is drawn as inferred: only the kernel sees it.',
      source: source('RFC 9293', '3.3.2'),
    },
  },
  problems: commonProblems,
};

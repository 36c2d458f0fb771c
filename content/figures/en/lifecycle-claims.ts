import type { LifecycleTexts } from '#demos/lifecycle/lifecycle.texts.ts';

/** What each transition of a WebSocket means, by claim. */
export const lifecycleClaims: LifecycleTexts['claims'] = {
  'name resolved': {
    title: 'the address is known',
    says: 'The host name is an address now; where the URL holds an address already, nothing is asked.',
  },
  'tcp opened, then tls': { title: 'TCP is open', says: 'A TCP connection stands. `wss:` puts TLS on it before HTTP.' },
  'tcp opened': {
    title: 'TCP is open',
    says: 'A TCP connection stands, and the browser writes its opening handshake into it. `readyState` stays 0.',
  },
  'tls established': { title: 'TLS is up', says: 'The certificate was accepted; HTTP can begin, encrypted.' },
  'handshake accepted': {
    title: 'readyState 1',
    says: 'The response passed every check. Before script is told, `readyState` becomes 1; then `open` fires, in the same task. A listener set in the task of the constructor cannot miss it.',
  },
  'connecting failed': {
    title: 'the connection failed',
    says: 'No such name, no route, a refused port, TLS, another status than 101: script gets `error` and `close` with code 1006 for each of them, and must not be able to tell them apart.',
  },
  'handshake timed out': {
    title: 'the handshake took too long',
    says: 'Nobody answered. No standard names a time; Chromium 156 was measured to give up after 240 s. Script sees what it sees of every failure.',
  },
  'sent too early': {
    title: 'send() while CONNECTING',
    says: 'The one state in which `send()` throws: there is nothing yet to send into. The WebSocket goes on connecting.',
  },
  'closed too early': {
    title: 'close() while CONNECTING',
    says: 'There is no WebSocket connection to close in order, so the browser fails it: `readyState` is 2 at once, and `error` and `close` with 1006 follow.',
  },
  'left while connecting': {
    title: 'the page goes away',
    says: 'A WebSocket that is not open yet is failed when its document goes. Its script goes with it.',
  },
  'message received': {
    title: 'a message',
    says: 'All frames of a message have arrived. Script is told of the message, never of a frame.',
  },
  'ping answered': {
    title: 'a Ping, answered',
    says: 'The browser answers a Ping with a Pong by itself. There is no event, and no method that sends one.',
  },
  'pong ignored': { title: 'a Pong', says: 'A Pong that nobody asked for is allowed, and asks for nothing.' },
  'path lost': {
    title: 'the other end fell silent',
    says: 'From here on nothing is read or answered, and TCP has not been told. This is inferred from what was asked of the server: no byte says it. `readyState` stays 1, `send()` still works, and no event fires.',
  },
  'path restored': {
    title: 'the path is back',
    says: 'Packets pass again, and TCP sends once more what was not acknowledged. Nobody above TCP notices either.',
  },
  'sent into the buffer': {
    title: 'send() queues',
    says: '`send()` returns at once. `bufferedAmount` counts the message’s bytes until they have left for the network, and says nothing about their arrival.',
  },
  'sent behind others': { title: 'send() queues more', says: 'The bytes wait behind those that are waiting already.' },
  'buffer drained': {
    title: 'the buffer is empty',
    says: 'The bytes were handed to the operating system, and `bufferedAmount` is 0 again. No event says so: script has to look.',
  },
  'buffer shrank': {
    title: 'the buffer shrinks',
    says: 'A part of what was queued has left. No event says so: script has to look.',
  },
  'buffer full': {
    title: 'the buffer is full',
    says: 'By the standard a browser must close a WebSocket whose data it can no longer keep. Chromium 156 took 64 MiB without complaint.',
  },
  'close called': {
    title: 'close()',
    says: '`readyState` is 2 when `close()` returns. The browser sends what was queued before, then its Close frame, and waits for the other one.',
  },
  'close received': {
    title: 'the server’s Close',
    says: '`readyState` turns to 2 and no event fires. Script that does not look learns of it with `close`, when everything is over.',
  },
  'open and left': {
    title: 'the page goes away',
    says: 'The browser starts the closing handshake with code 1001, “going away”: a code that script itself may not pass to `close()`. Nobody is left to be told how it ends.',
  },
  'tcp lost': {
    title: 'TCP ended without a Close',
    says: 'No Close frame passed, so the end is not clean: `close` with code 1006, which never stands in a frame. Chromium fires no `error` here.',
  },
  'failed while open': {
    title: 'the browser fails the connection',
    says: 'The server broke a rule of the protocol. The browser does not wait, whether it says so in a Close (Chromium 156, with 1002) or just ends TCP (Firefox 153): `error`, then `close` with 1006. The reason stands in the console only.',
  },
  'answer to our close': {
    title: 'the Close is answered',
    says: 'Both Close frames have passed: the closing handshake is complete. The server closes TCP, and `close` waits for that.',
  },
  'our answer sent': {
    title: 'the Close is answered',
    says: 'The browser answers a Close at once with one of its own, code and reason echoed. Script had no say in it.',
  },
  'closed in order': {
    title: 'closed',
    says: 'TCP has ended after both Close frames: `wasClean` is true, and the code is the one that the server sent, or 1005 where its Close had none.',
  },
  'tcp closed too soon': {
    title: 'TCP ended, the Close unanswered',
    says: 'The server ended TCP without a Close of its own. The handshake is half done, so the end is not clean: 1006.',
  },
  'close never answered': {
    title: 'the wait for a Close ran out',
    says: 'No standard says how long to wait. Chromium 156 was measured to give up after 60 s: `close` with 1006, and no `error`.',
  },
  'tcp never closed': {
    title: 'the wait for TCP ran out',
    says: 'Both Close frames have passed and the server does not close TCP. Chromium 156 waits 2 s, then closes it itself; the end is clean all the same.',
  },
  'failed while closing': {
    title: 'the browser fails the connection',
    says: 'The server broke a rule while the connection was closing, for example with a message after its Close: `error`, then `close` with 1006.',
  },
  'failed as asked': {
    title: 'closed',
    says: '`close()` came before `open`. Script gets `error` and `close` with 1006, as for every connection that failed.',
  },
  'message too late': {
    title: 'a message nobody gets',
    says: 'It arrived whole, but `readyState` is no longer 1: the browser drops it. On the wire it was delivered; for script it never existed.',
  },
  'drained while closing': {
    title: 'the buffer empties',
    says: 'What was sent before `close()` still goes out. Only script that looks sees it go.',
  },
  'sent while closing': {
    title: 'send() after close()',
    says: 'No exception and no frame: the data is dropped. `bufferedAmount` grows all the same, and does not shrink again.',
  },
  'left while closing': {
    title: 'the page goes away',
    says: 'The closing handshake has begun, so the browser does nothing more. Nobody is left to be told how it ends.',
  },
  'sent after the end': {
    title: 'send() on a closed WebSocket',
    says: 'No exception and no frame: the data is dropped, and `bufferedAmount` grows. A closed WebSocket stays closed; only a new one connects.',
  },
};

import type { ScoreTexts } from '#demos/handshake/handshake.score.ts';
import { headers } from '../../fields/en/headers.ts';

export const scoreTexts: ScoreTexts = {
  headers,
  start: {
    request: 'the last request line on this connection',
    response: 'yes; what follows is not HTTP',
  },
  ui: {
    no: 'Fig. 0',
    title: 'The opening handshake of this page',
    live: 'live',
    recorded: 'recorded',
    model: 'model',
    client: 'browser',
    lost: 'companion lost; trying again',
    request: 'request, {bytes} bytes',
    response: 'response, {bytes} bytes',
    frame: 'frame, {bytes} bytes',
    httpEnds: 'HTTP ends here',
    again: 'send again',
    copyHex: 'copy hex',
    hexCopied: 'Copied: a line for each head and frame.',
    copyLink: 'copy link',
    linkCopied: 'Link copied.',
    stepThrough: 'step through it',
    breakIt: 'break it',
    noCompanion: 'Live bytes need the companion server: npm start',
    found: 'Found',
    expectedWord: 'expected',
    headlineLive: 'Your browser just sent {up} of HTTP and got {down}. Since then, neither side has spoken HTTP.',
    headlineRecorded: '{browser} sent {up} of HTTP and got {down}. From then on, neither side ever spoke HTTP again.',
    captionLiveLead: 'These bytes are yours.',
    captionLive:
      'The page opened a socket to its own server, and the server’s wire tap copied what went each way. Press “send again” and watch the key: it is new every time, and so is the answer. The row of `x` hides this page’s own name at the tap. Times count from the opening of TCP.',
    captionRecordedLead: 'These bytes were recorded.',
    captionRecorded:
      'A real browser opened a socket to a real server, and a wire tap copied what went each way. Run the site with npm start, and this figure shows your own. Times count from the opening of TCP.',
    masked: 'fin{last} op{text} frame, len{masked, # long}, key{key}, pay{“Hello”}',
    unmasked: 'the echo, not masked: servers never mask',
    closeFrame: 'a Close frame',
    bytes: 'bytes',
    back: 'back',
  },
};

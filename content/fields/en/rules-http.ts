import type { RuleText } from '#content/fields/texts.ts';
import type { HTTP_RULES } from '#demos/protocol/rules-http.ts';

export const httpRules = {
  'http.not-http': {
    title: 'The answer is not HTTP',
    advice: 'Begin the answer with HTTP/1.1 and a status code; check that the port is the right one.',
  },
  'http.head-too-large': {
    title: 'The head is too long',
    advice: 'End the head with an empty line sooner; cookies are the usual cause.',
  },
  'http.leading-empty-line': {
    title: 'An empty line before the request line',
    advice: 'Send nothing before the request line.',
  },
  'http.bare-lf': { title: 'A line ends without CR', advice: 'End every line with the two bytes 0d 0a.' },
  'http.leading-space': { title: 'White space before the first field', advice: 'Start the first field with its name.' },
  'http.request-line': {
    title: 'The request line has three parts',
    advice: 'Write method, target and version, with one space between them.',
  },
  'http.method': { title: 'The method is a token', advice: 'Write GET.' },
  'http.target': {
    title: 'The target is visible ASCII',
    advice: 'Write a path that begins with a slash, and percent-encode everything else.',
  },
  'http.version': { title: 'The version is HTTP/ and two digits', advice: 'Write HTTP/1.1, in capitals.' },
  'http.status-line': {
    title: 'The status line has a version and status',
    advice: 'Write HTTP/1.1, a space, a status code of three digits, a space and a phrase.',
  },
  'http.status': { title: 'The status is three digits', advice: 'Write 101 to accept, 403 or another to refuse.' },
  'http.missing-reason-space': {
    title: 'A space follows the status, always',
    advice: 'Write the space after the status code even when no phrase follows.',
  },
  'http.reason': { title: 'The reason phrase is printable text', advice: 'Keep control characters out of the phrase.' },
  'http.missing-colon': {
    title: 'A field line needs a colon',
    advice: 'Write name, colon, value; end the head with an empty line.',
  },
  'http.field-name': {
    title: 'A field name is a token',
    advice: 'Use letters, digits and hyphens, with no space inside.',
  },
  'http.space-before-colon': {
    title: 'No space before the colon',
    advice: 'Write the colon directly after the name; two readers may otherwise disagree on what the field is.',
  },
  'http.field-value': {
    title: 'A value has no CR, LF or NUL',
    advice: 'Remove the control character: it could start another field or another request.',
  },
  'http.control-character': {
    title: 'A control character in a value',
    advice: 'Use visible characters, spaces and tabs only.',
  },
  'http.obs-fold': { title: 'A value folded over two lines', advice: 'Write the value on one line.' },
} as const satisfies Record<keyof typeof HTTP_RULES, RuleText>;

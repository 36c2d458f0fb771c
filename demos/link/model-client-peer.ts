import type { ReadyState, ScriptCall, ScriptEvent } from '#demos/capture/capture.ts';
import { concat, utf8Encode } from '#demos/protocol/bytes.ts';
import { readIsRefused } from '#demos/protocol/chromium-read.ts';
import { ABNORMAL_CLOSURE, GOING_AWAY, NO_STATUS_RECEIVED, scriptMaySend } from '#demos/protocol/close-codes.ts';
import { encodeClosePayload, MAX_REASON_BYTES } from '#demos/protocol/close-payload.ts';
import type { FrameBody, Policy } from '#demos/protocol/frame.ts';
import { encodeFrame } from '#demos/protocol/frame-encoder.ts';
import { checkResponse } from '#demos/protocol/handshake-client-checks.ts';
import { fieldValues } from '#demos/protocol/http-fields.ts';
import type { RequestHead } from '#demos/protocol/http-head.ts';
import { parseResponseHead } from '#demos/protocol/http-parse.ts';
import type { MessageReaderEvent } from '#demos/protocol/message.ts';
import { createMessageReader } from '#demos/protocol/message-reader.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';
import type { RandomBytes } from './random-bytes.ts';

/** What a client does: something script calls or is told, bytes on the wire, or the end of its direction. */
export type ClientDeed =
  | {
      readonly kind: 'script';
      readonly script: ScriptCall | ScriptEvent;
      readonly readyState: ReadyState;
      readonly bufferedAmount: number;
    }
  /** `carries`: how many bytes of script's data are in it. */
  | { readonly kind: 'send'; readonly bytes: Uint8Array; readonly carries: number }
  | { readonly kind: 'fin' };

/** A browser's end of one connection by the RFC and the WHATWG standard, without a socket. */
export interface ModelClientPeer {
  receive(bytes: Uint8Array): readonly ClientDeed[];
  /** The server sends no more. */
  receiveEnd(): readonly ClientDeed[];
  send(data: string | Uint8Array): readonly ClientDeed[];
  close(code?: number, reason?: string): readonly ClientDeed[];
  /** So many bytes of script's data have gone out. */
  transmitted(bytes: number): readonly ClientDeed[];
  /** Milliseconds for which it waits for what the server owes it; `null` where it waits for nothing. */
  readonly waitsFor: number | null;
  /** It has waited as long as it waits. */
  waitedOut(): readonly ClientDeed[];
  /** The document goes away, and nobody is told anything any more. */
  leave(): readonly ClientDeed[];
}

export interface ModelClientOptions {
  readonly randomBytes: RandomBytes;
  /** Whether script reads its attributes whenever one has changed without an event. */
  readonly reads: boolean;
  /** Whose strictness the answer's head and frames are read with. */
  readonly policy?: Policy;
}

/** Milliseconds. Measured with Chromium 156; the standards name none. */
const CLOSING_WAITS = { answer: 60_000, lingering: 2_000 } as const;

const [CONNECTING, OPEN, CLOSING, CLOSED] = [0, 1, 2, 3] as const;

/** What script is told of an array of deeds, once nobody is there to be told. */
const unheard = (deeds: readonly ClientDeed[]): readonly ClientDeed[] => deeds.filter(({ kind }) => kind !== 'script');

export function createModelClientPeer(
  request: RequestHead,
  { randomBytes, reads, policy = 'rfc' }: ModelClientOptions,
): ModelClientPeer {
  const reader = createMessageReader({ from: 'server', policy, deflate: false });
  let readyState: ReadyState = CONNECTING;
  let head: Uint8Array = new Uint8Array();
  let closeSent = false;
  /** The peer's Close: its code, or 1005 for one without. */
  let closeReceived: { readonly code: number; readonly reason: string } | null = null;
  let finSent = false;
  let hasLeft = false;
  let bufferedAmount = 0;

  const script = (record: ScriptCall | ScriptEvent): ClientDeed => ({
    kind: 'script',
    script: record,
    readyState,
    bufferedAmount,
  });
  const read = (): ClientDeed[] => (reads ? [script({ do: 'read' })] : []);
  const heard = (deeds: readonly ClientDeed[]): readonly ClientDeed[] => (hasLeft ? unheard(deeds) : deeds);
  const frame = (body: FrameBody): ClientDeed => ({
    kind: 'send',
    bytes: encodeFrame({ ...body, from: 'client', maskingKey: randomBytes(4) }),
    carries: body.kind === 'data' ? body.payload.length : 0,
  });
  const closeFrame = (code: number | null, reason = ''): ClientDeed => {
    closeSent = true;
    return frame({ kind: 'control', opcode: OPCODE.close, payload: encodeClosePayload(code, reason) });
  };
  const fin = (): ClientDeed[] => {
    if (finSent) return [];
    finSent = true;
    return [{ kind: 'fin' }];
  };
  const closed = (wasClean: boolean, failed = false): ClientDeed => {
    readyState = CLOSED;
    const { code, reason } = (failed ? null : closeReceived) ?? { code: ABNORMAL_CLOSURE, reason: '' };
    return script({ on: 'close', code, reason, wasClean });
  };

  /** _Fail the WebSocket Connection_ (RFC 6455 §7.1.7): script hears error and close, never why. */
  function fail(code: number | null): ClientDeed[] {
    const said = code !== null && !closeSent ? [closeFrame(code)] : [];
    readyState = CLOSED;
    return [...said, ...fin(), script({ on: 'error' }), closed(false, true)];
  }

  function receiveHead(bytes: Uint8Array): ClientDeed[] {
    head = concat(head, bytes);
    const result = parseResponseHead(head);
    if (result.kind === 'need-more') return [];
    if (result.kind === 'violation') return fail(null);
    const response = result.head;
    if (checkResponse(request, response, policy).some(({ outcome }) => outcome === 'failed')) return fail(null);
    readyState = OPEN;
    const [protocol = ''] = fieldValues(response, 'Sec-WebSocket-Protocol');
    const extensions = fieldValues(response, 'Sec-WebSocket-Extensions').join(', ');
    const early = head.subarray(response.byteLength);
    return [script({ on: 'open', protocol, extensions }), ...(early.length > 0 ? receiveFrames(early) : [])];
  }

  function receiveFrames(bytes: Uint8Array): ClientDeed[] {
    // The model's server sends whole frames, so that a read begins with one.
    if (policy === 'chromium' && readIsRefused(bytes)) return fail(1002);
    const deeds: ClientDeed[] = [];
    for (const event of reader.push(bytes)) {
      if (readyState === CLOSED) break;
      if (!closeReceived) deeds.push(...take(event));
      // Whatever comes with a Close and after it fails the connection in Chromium 156: measured with 88 00 89 00.
      else if (policy === 'chromium') deeds.push(...fail(null));
    }
    return deeds;
  }

  function take(event: MessageReaderEvent): ClientDeed[] {
    switch (event.kind) {
      case 'message':
        // After close() no message reaches script any more (WHATWG WebSockets #feedback-from-the-protocol).
        return readyState === OPEN ? [script({ on: 'message', type: event.type, bytes: event.payload })] : [];
      case 'ping':
        return closeSent ? [] : [frame({ kind: 'control', opcode: OPCODE.pong, payload: event.payload })];
      case 'close': {
        const { code, reason } = event.close ?? { code: null, reason: '' };
        closeReceived = { code: code ?? NO_STATUS_RECEIVED, reason };
        const wasOpen = readyState === OPEN;
        readyState = CLOSING;
        // The code is echoed (RFC 6455 §5.5.1); the reason with it, as Chromium 156 does.
        return [...(wasOpen ? read() : []), ...(closeSent ? [] : [closeFrame(code, reason)])];
      }
      case 'violation':
        return fail(event.violation.closeCode);
      case 'pong':
      case 'out-of-step':
        return [];
    }
  }

  const thrown = (call: ScriptCall, name: string, message: string): ClientDeed[] => [
    script(call),
    script({ do: 'throw', call: call.do === 'send' ? 'send' : 'close', name, message }),
  ];

  return {
    get waitsFor() {
      if (!closeSent || readyState !== CLOSING) return null;
      return closeReceived ? CLOSING_WAITS.lingering : CLOSING_WAITS.answer;
    },
    waitedOut() {
      return heard([...fin(), closed(closeReceived !== null)]);
    },
    receive(bytes) {
      if (readyState === CLOSED) return [];
      return heard(readyState === CONNECTING ? receiveHead(bytes) : receiveFrames(bytes));
    },
    receiveEnd() {
      if (readyState === CLOSED) return fin();
      if (readyState === CONNECTING) return heard(fail(null));
      // Clean means that both Close frames passed (RFC 6455 §7.1.4).
      const wasClean = closeSent && closeReceived !== null;
      return heard([...fin(), closed(wasClean)]);
    },
    transmitted(bytes) {
      bufferedAmount -= bytes;
      return bytes > 0 ? heard(read()) : [];
    },
    leave() {
      const was = readyState;
      // As Chromium 156 shows it to script of another document that still holds the object.
      readyState = CLOSED;
      const left = script({ do: 'leave' });
      hasLeft = true;
      if (was === CONNECTING) return [left, ...fin()];
      readyState = was === CLOSED ? CLOSED : CLOSING;
      // A document that leaves goes away: 1001 (WHATWG WebSockets #garbage-collection, "make disappear").
      return was === OPEN ? [left, closeFrame(GOING_AWAY)] : [left];
    },
    send(data) {
      const isText = typeof data === 'string';
      const payload = isText ? utf8Encode(data) : new Uint8Array(data);
      const call: ScriptCall = { do: 'send', type: isText ? 'text' : 'binary', bytes: payload };
      if (readyState === CONNECTING) return thrown(call, 'InvalidStateError', 'The WebSocket is still connecting.');
      // Once it is closing, send() drops what it is given, says nothing, and counts it for good.
      bufferedAmount += payload.length;
      if (readyState !== OPEN) return [script(call)];
      const opcode = isText ? OPCODE.text : OPCODE.binary;
      return [script(call), frame({ kind: 'data', opcode, fin: true, rsv1: false, payload })];
    },
    close(code, reason) {
      const call: ScriptCall = { do: 'close', code, reason };
      if (code !== undefined && !scriptMaySend(code))
        return thrown(call, 'InvalidAccessError', `The code must be 1000 or 3000–4999; ${code} is neither.`);
      if (utf8Encode(reason ?? '').length > MAX_REASON_BYTES)
        return thrown(call, 'SyntaxError', `The reason must not be longer than ${MAX_REASON_BYTES} bytes.`);
      if (readyState === CLOSING || readyState === CLOSED) return [script(call)];
      const wasConnecting = readyState === CONNECTING;
      readyState = CLOSING;
      const called = script(call);
      if (wasConnecting) return [called, ...fail(null)];
      // A reason without a code goes with 1000 (WHATWG WebSockets #dom-websocket-close).
      return [called, closeFrame(code ?? (reason ? 1000 : null), reason)];
    },
  };
}

import type { PeerCall, PeerRecord, ReadyState, ServerAct } from '#demos/capture/capture.ts';
import { concat, utf8Encode } from '#demos/protocol/bytes.ts';
import { ABNORMAL_CLOSURE, NO_STATUS_RECEIVED } from '#demos/protocol/close-codes.ts';
import { encodeClosePayload } from '#demos/protocol/close-payload.ts';
import type { ControlOpcode, DataOpcode, Policy } from '#demos/protocol/frame.ts';
import { createFrameDecoder } from '#demos/protocol/frame-decoder.ts';
import { encodeFrame } from '#demos/protocol/frame-encoder.ts';
import { parseRequestHead, parseResponseHead } from '#demos/protocol/http-parse.ts';
import type { MessageReaderEvent } from '#demos/protocol/message.ts';
import { createMessageReader } from '#demos/protocol/message-reader.ts';
import { answerRequest, badRequest } from '#demos/protocol/model-server.ts';
import { OPCODE } from '#demos/protocol/opcode.ts';

/** What a server does with bytes it received: sends these, each in a write of its own, and then ends or stays. */
export interface ServerReaction {
  readonly sends: readonly Uint8Array[];
  readonly ends: boolean;
  /** It reads no more, or reads on, once it has sent them. */
  readonly reading?: 'stop' | 'go';
  /** What its program did before them, and what it saw after them. */
  readonly called?: PeerRecord;
  readonly saw?: PeerRecord;
}

/** The server's end of one connection, without a socket. Never throws on what a client sent. */
export interface ModelServerPeer {
  push(bytes: Uint8Array): ServerReaction;
  /** Does what the page asks; `null` when it cannot, because its end is not open. The act has passed `checkAct`. */
  act(act: ServerAct): ServerReaction | null;
  /** TCP has ended both ways: what its program is told. */
  closed(): PeerRecord | null;
  /** Whether it would end its direction after the client's: what has vanished never does. */
  readonly answersEnd: boolean;
}

/** Whose strictness a server reads with. */
export type ServerPolicy = Exclude<Policy, 'chromium'>;

const SILENCE: ServerReaction = { sends: [], ends: false };

const control = (opcode: ControlOpcode, payload: Uint8Array): Uint8Array =>
  encodeFrame({ from: 'server', kind: 'control', opcode, payload });

/** Bytes of a head that may arrive in pieces. `push` gives the bytes so far. */
function createAccumulator(): { push(bytes: Uint8Array): Uint8Array } {
  let received: Uint8Array = new Uint8Array();
  return {
    push(bytes) {
      received = concat(received, bytes);
      return received;
    },
  };
}

/** Answers a client's frames with what `react` says of each event; silent once it has ended. */
function createFramesEnd(
  react: (event: MessageReaderEvent) => ServerReaction,
  policy: ServerPolicy = 'rfc',
): (bytes: Uint8Array) => ServerReaction {
  const reader = createMessageReader({ from: 'client', policy, deflate: false });
  let ended = false;
  return (bytes) => {
    const sends: Uint8Array[] = [];
    for (const event of reader.push(bytes)) {
      if (ended) break;
      const reaction = react(event);
      sends.push(...reaction.sends);
      ended = reaction.ends;
    }
    return { sends, ends: ended };
  };
}

/** RFC 6455 §5.5.1: a Close is answered with a Close, its code echoed; then the server closes TCP first (§7.1.1). */
const closeReaction = (code: number | null, reason = ''): ServerReaction => ({
  sends: [control(OPCODE.close, encodeClosePayload(code, reason))],
  ends: true,
});

const data = (opcode: DataOpcode | 0, fin: boolean, payload: Uint8Array): Uint8Array =>
  encodeFrame({ from: 'server', kind: 'data', opcode, fin, rsv1: false, payload });

/** One text message, a frame for each part. */
function fragments(parts: readonly string[], pingBetween: boolean): Uint8Array[] {
  return parts.flatMap((part, index) => {
    const frame = data(index === 0 ? OPCODE.text : OPCODE.continuation, index === parts.length - 1, utf8Encode(part));
    return index === 0 && pingBetween ? [frame, control(OPCODE.ping, new Uint8Array())] : [frame];
  });
}

function echo(event: MessageReaderEvent, policy: ServerPolicy): ServerReaction {
  switch (event.kind) {
    case 'message': {
      const opcode = event.type === 'text' ? OPCODE.text : OPCODE.binary;
      return { sends: [data(opcode, true, event.payload)], ends: false };
    }
    case 'ping':
      return { sends: [control(OPCODE.pong, event.payload)], ends: false };
    case 'close':
      // ws 8.23.0 sends the reason back with the code.
      return closeReaction(event.close?.code ?? null, policy === 'ws' ? event.close?.reason : '');
    case 'violation':
      return closeReaction(event.violation.closeCode);
    case 'pong':
    case 'out-of-step':
      return SILENCE;
  }
}

/** FIN and opcode 3, which is reserved; no payload. */
const RESERVED_FRAME = Uint8Array.of(0x83, 0x00);

/** A server that echoes every message (RFC 6455 §4.2, §5, §7), as strict as the RFC or as ws. */
export function createEchoPeer({
  protocols,
  policy = 'rfc',
}: {
  readonly protocols: readonly string[];
  readonly policy?: ServerPolicy;
}): ModelServerPeer {
  const received = createAccumulator();
  const frames = createFramesEnd((event) => {
    if (event.kind === 'close') closeReceived = event.close ?? { code: NO_STATUS_RECEIVED, reason: '' };
    return lingering(phase === 'closing' ? whileClosing(event) : echo(event, policy));
  }, policy);
  let closeReceived: { readonly code: number | null; readonly reason: string } | null = null;
  let closeSent = false;
  let lingers = false;
  let held = false;
  let phase: 'head' | 'frames' | 'closing' | 'vanished' | 'over' = 'head';

  function answerHead(bytes: Uint8Array): ServerReaction {
    const soFar = received.push(bytes);
    const result = parseRequestHead(soFar);
    if (result.kind === 'need-more') return SILENCE;
    const answer = result.kind === 'head' ? answerRequest(result.head, { protocols }) : badRequest();
    const response = parseResponseHead(answer);
    const accepted = result.kind === 'head' && response.kind === 'head' && response.head.status === 101;
    phase = accepted ? 'frames' : 'over';
    if (!accepted) return { sends: [answer], ends: true };
    const early = soFar.subarray(result.head.byteLength);
    const reaction = early.length > 0 ? frames(early) : SILENCE;
    const saw: PeerRecord = { kind: 'peer', peer: { on: 'open' }, readyState: 1 };
    return { sends: [answer, ...reaction.sends], ends: reaction.ends, saw };
  }

  /** Whoever lingers leaves the end of TCP to the client. */
  const lingering = (reaction: ServerReaction): ServerReaction =>
    reaction.ends && lingers ? { ...reaction, ends: false } : reaction;

  const readyState = (): ReadyState => {
    if (phase === 'head') return 0;
    return closeSent || closeReceived ? 2 : 1;
  };
  const called = (peer: PeerCall): PeerRecord => ({ kind: 'peer', peer, readyState: readyState() });

  function read(bytes: Uint8Array): ServerReaction {
    const before = readyState();
    const reaction = frames(bytes);
    if (before === readyState()) return reaction;
    closeSent = true;
    return { ...reaction, saw: called({ do: 'read' }) };
  }

  function perform(act: ServerAct): ServerReaction {
    switch (act.do) {
      case 'ping':
        return { sends: [control(OPCODE.ping, utf8Encode(act.payload))], ends: false };
      case 'send':
        return { sends: fragments(act.parts, act.pingBetween ?? false), ends: false };
      case 'close': {
        const { do: _, ...said } = act;
        const call = called({ do: 'close', ...said });
        phase = 'closing';
        closeSent = true;
        const close = control(OPCODE.close, encodeClosePayload(act.code ?? null, act.reason));
        const reaction = { sends: [close], ends: false, called: call };
        return held ? { ...reaction, saw: called({ do: 'resume' }), reading: 'go' } : reaction;
      }
      case 'terminate':
        phase = 'over';
        return { sends: [], ends: true, called: called({ do: 'terminate' }) };
      case 'vanish':
        phase = 'vanished';
        return { ...SILENCE, called: called({ do: 'pause' }) };
      case 'hold':
        held = true;
        return { ...SILENCE, called: called({ do: 'pause' }), reading: 'stop' };
      case 'violate':
        return { sends: [RESERVED_FRAME], ends: false, called: called({ do: 'violate' }) };
      case 'linger':
        lingers = true;
        return { ...SILENCE, called: called({ do: 'linger' }) };
    }
  }

  return {
    push(bytes) {
      if (phase === 'over' || phase === 'vanished') return SILENCE;
      const reaction = phase === 'head' ? answerHead(bytes) : read(bytes);
      if (reaction.ends) phase = 'over';
      return reaction;
    },
    act(act) {
      const isOver = phase === 'head' || phase === 'over';
      if (act.do === 'terminate' ? isOver : phase !== 'frames') return null;
      return perform(act);
    },
    closed() {
      if (phase === 'head') return null;
      const { code, reason } = closeReceived ?? { code: ABNORMAL_CLOSURE, reason: '' };
      const wasClean = closeSent && closeReceived !== null;
      return {
        kind: 'peer',
        peer: { on: 'close', code: code ?? NO_STATUS_RECEIVED, reason, wasClean },
        readyState: 3,
      };
    },
    get answersEnd() {
      return phase !== 'vanished';
    },
  };
}

/** After its own Close a server sends nothing more, and ends when the client's has come (RFC 6455 §5.5.1, §7.1.1). */
const whileClosing = ({ kind }: MessageReaderEvent): ServerReaction => ({
  sends: [],
  ends: kind === 'close' || kind === 'violation',
});

/** Whether a server's frames say Close: then its client's Close is the answer, and not answered again (RFC 6455 §5.5.1). */
const holdsClose = (frames: Uint8Array): boolean =>
  createFrameDecoder({ from: 'server', policy: 'rfc', deflate: true, maxPayload: null })
    .push(frames)
    .some((event) => event.kind === 'frame' && event.header.opcode === OPCODE.close);

/** Answers any request head with bytes chosen by the reader, and after a 101 only a Close; all else ends at once. */
export function createRespondingPeer(respond: (request: Uint8Array) => Uint8Array): ModelServerPeer {
  const received = createAccumulator();
  const frames = createFramesEnd((event) => {
    if (event.kind !== 'close') return { sends: [], ends: event.kind === 'violation' };
    return closeSent ? { sends: [], ends: true } : closeReaction(event.close?.code ?? null);
  });
  let answered = false;
  let closeSent = false;
  return {
    push(bytes) {
      if (answered) return frames(bytes);
      const request = received.push(bytes);
      if (parseRequestHead(request).kind === 'need-more') return SILENCE;
      answered = true;
      const answer = respond(request);
      const response = parseResponseHead(answer);
      const accepts = response.kind === 'head' && response.head.status === 101;
      closeSent = accepts && holdsClose(answer.subarray(response.head.byteLength));
      const stays = response.kind === 'need-more' || accepts;
      return { sends: answer.length > 0 ? [answer] : [], ends: !stays };
    },
    // It answers with bytes that were given to it, and does nothing else.
    act: () => null,
    closed: () => null,
    answersEnd: true,
  };
}

import { concat } from '#demos/protocol/bytes.ts';
import { encodeClosePayload } from '#demos/protocol/close-payload.ts';
import type { ControlOpcode } from '#demos/protocol/frame.ts';
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
}

/** The server's end of one connection, without a socket. Never throws on what a client sent. */
export interface ModelServerPeer {
  push(bytes: Uint8Array): ServerReaction;
}

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
function createFramesEnd(react: (event: MessageReaderEvent) => ServerReaction): (bytes: Uint8Array) => ServerReaction {
  const reader = createMessageReader({ from: 'client', policy: 'rfc', deflate: false });
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
const closeReaction = (code: number | null): ServerReaction => ({
  sends: [control(OPCODE.close, encodeClosePayload(code))],
  ends: true,
});

function echo(event: MessageReaderEvent): ServerReaction {
  switch (event.kind) {
    case 'message': {
      const opcode = event.type === 'text' ? OPCODE.text : OPCODE.binary;
      const frame = { from: 'server', kind: 'data', opcode, fin: true, rsv1: false, payload: event.payload } as const;
      return { sends: [encodeFrame(frame)], ends: false };
    }
    case 'ping':
      return { sends: [control(OPCODE.pong, event.payload)], ends: false };
    case 'close':
      return closeReaction(event.close?.code ?? null);
    case 'violation':
      return closeReaction(event.violation.closeCode);
    case 'pong':
    case 'out-of-step':
      return SILENCE;
  }
}

/** A strict server that echoes every message (RFC 6455 §4.2, §5, §7). */
export function createEchoPeer({ protocols }: { readonly protocols: readonly string[] }): ModelServerPeer {
  const received = createAccumulator();
  const frames = createFramesEnd(echo);
  let phase: 'head' | 'frames' | 'over' = 'head';

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
    return { sends: [answer, ...reaction.sends], ends: reaction.ends };
  }

  return {
    push(bytes) {
      if (phase === 'over') return SILENCE;
      return phase === 'head' ? answerHead(bytes) : frames(bytes);
    },
  };
}

/** Answers any request head with bytes chosen by the reader, and after a 101 only a Close; all else ends at once. */
export function createRespondingPeer(respond: (request: Uint8Array) => Uint8Array): ModelServerPeer {
  const received = createAccumulator();
  const frames = createFramesEnd((event) =>
    event.kind === 'close' ? closeReaction(event.close?.code ?? null) : { sends: [], ends: event.kind === 'violation' },
  );
  let answered = false;
  return {
    push(bytes) {
      if (answered) return frames(bytes);
      const request = received.push(bytes);
      if (parseRequestHead(request).kind === 'need-more') return SILENCE;
      answered = true;
      const answer = respond(request);
      const response = parseResponseHead(answer);
      const stays = response.kind === 'need-more' || (response.kind === 'head' && response.head.status === 101);
      return { sends: answer.length > 0 ? [answer] : [], ends: !stays };
    },
  };
}

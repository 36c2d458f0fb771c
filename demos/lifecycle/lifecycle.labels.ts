import { OPCODE } from '#demos/protocol/opcode.ts';
import type { Moment, Passed } from './lifecycle.story.ts';
import type { LifecycleTexts } from './lifecycle.texts.ts';

const quoted = (data: string): string => (data.length > 10 ? `"${data.slice(0, 9)}…"` : `"${data}"`);

const OPCODE_NAME: Readonly<Record<number, string>> = {
  [OPCODE.continuation]: 'continuation',
  [OPCODE.text]: 'text',
  [OPCODE.binary]: 'binary',
  [OPCODE.close]: 'Close',
  [OPCODE.ping]: 'Ping',
  [OPCODE.pong]: 'Pong',
};

/** What passed, in the protocols' own words: `GET`, `101`, `text 11 B`, `Close 1000`, `FIN`. */
function passedLabel({ kind, code, bytes, close }: Passed, texts: LifecycleTexts): string {
  switch (kind) {
    case 'request':
      return `GET ${bytes} B`;
    case 'response':
      return `${code ?? '?'} · ${bytes} B`;
    case 'fin':
    case 'rst':
      return kind.toUpperCase();
    case 'frame': {
      const name = (code !== null && OPCODE_NAME[code]) || texts.ui.frame;
      if (code === OPCODE.close) return close?.code ? `Close ${close.code}` : 'Close';
      return code === OPCODE.ping || code === OPCODE.pong ? name : `${name} ${bytes} B`;
    }
  }
}

/** What script wrote or heard, as it would stand in a program: `send("Hello")`, `close 1000 "done"`. */
function scriptLabel(what: Extract<Moment['what'], { lane: 'call' | 'told' }>, texts: LifecycleTexts): string {
  if (what.lane === 'told') {
    const { told } = what;
    if (told.on === 'message') return `message ${told.data ? quoted(told.data) : `${told.bytes} B`}`;
    return told.on === 'close' ? `close ${told.code}` : told.on;
  }
  const { call } = what;
  switch (call.do) {
    case 'construct':
      return 'new WebSocket()';
    case 'send':
      return `send(${call.data ? quoted(call.data) : `${call.bytes} B`})${call.threw ? ' ✕' : ''}`;
    case 'close':
      return `close(${call.code ?? ''})${call.threw ? ' ✕' : ''}`;
    case 'read':
      return texts.ui.looks;
    case 'leave':
      return texts.ui.leaves;
  }
}

/** A moment in a few characters. */
export function momentLabel({ what }: Moment, texts: LifecycleTexts): string {
  switch (what.lane) {
    case 'call':
    case 'told':
      return scriptLabel(what, texts);
    case 'wire':
      return `${what.passed.direction === 'client-to-server' ? '→' : '←'} ${passedLabel(what.passed, texts)}`;
    case 'tcp':
      return texts.ui.tcpOpen;
    case 'server':
      return texts.serverActs[what.act];
    case 'clock':
      return texts.ui.waited;
  }
}

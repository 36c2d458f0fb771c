import { OPCODE } from '#demos/protocol/opcode.ts';
import type { What } from './close.story.ts';
import type { CloseTexts } from './close.texts.ts';

const NAMES: Readonly<Record<number, string>> = {
  [OPCODE.text]: 'text',
  [OPCODE.binary]: 'binary',
  [OPCODE.ping]: 'Ping',
  [OPCODE.pong]: 'Pong',
};

/** A call as it would stand in a program. */
function callLabel({ call, code, text }: Extract<What, { kind: 'call' }>, { ui }: CloseTexts): string {
  switch (call) {
    case 'close':
      return `close(${code === null ? '' : `${code}${text ? `, "${text}"` : ''}`})`;
    case 'send':
      return `send("${text}")`;
    case 'leave':
      return ui.page;
    case 'terminate':
      return ui.endsTcp;
    case 'pause':
      return ui.stopsReading;
    case 'resume':
      return ui.readsOn;
    case 'violate':
      return ui.breaksRule;
    case 'linger':
      return ui.lingers;
  }
}

/** What passed, in the protocol's own words: `Close 4001`, `text 10 B`, `FIN`. */
function frameLabel({ opcode, bytes, close }: Extract<What, { kind: 'frame' }>): string {
  if (close || opcode === OPCODE.close) return close?.code == null ? 'Close' : `Close ${close.code}`;
  const name = opcode === null ? undefined : NAMES[opcode];
  return name ? `${name} ${bytes} B` : `opcode ${opcode ?? '?'}`;
}

/** A moment in a few characters. */
export function labelOf(what: What, texts: CloseTexts): string {
  switch (what.kind) {
    case 'open':
      return texts.ui.opened;
    case 'call':
      return callLabel(what, texts);
    case 'told':
      return what.told === 'message' ? `message "${what.text}"` : 'error';
    case 'closed':
      return `close ${what.code}`;
    case 'frame':
      return frameLabel(what);
    case 'fin':
      return 'FIN';
    case 'rst':
      return 'RST';
    case 'waited':
      return texts.ui.waited;
  }
}

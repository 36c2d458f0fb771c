import type { Moment, Story } from './close.story.ts';

/** One moment in a word: `client close 4001`, `→ Close 4001`, `← FIN`, `server is told 4001 clean`. */
function word({ what }: Moment): string {
  switch (what.kind) {
    case 'call':
      return [what.end, what.call, what.code].filter((part) => part !== null).join(' ');
    case 'told':
      return `${what.end} is told ${what.told}`;
    case 'closed':
      return `${what.end} is told ${what.code} ${what.wasClean ? 'clean' : 'unclean'}`;
    case 'frame': {
      const name = what.close ? `Close ${what.close.code ?? '–'}` : `opcode ${what.opcode}`;
      return `${what.direction === 'client-to-server' ? '→' : '←'} ${name}`;
    }
    case 'fin':
    case 'rst':
      return `${what.direction === 'client-to-server' ? '→' : '←'} ${what.kind.toUpperCase()}`;
    case 'open':
    case 'waited':
      return what.kind;
  }
}

export const tell = (story: Story): string[] => story.map(word);

import type { CommonWords } from '#demos/parts/figure-words.ts';

/** The words that all figures have in common. */
export const commonWords: CommonWords = {
  live: 'live',
  recorded: 'recorded',
  model: 'model',
  sourceChoice: 'Where the bytes come from',
  noCompanion: 'Live bytes need the companion server: npm start',
  liveHint: 'Open a connection of your own and watch its bytes',
  back: 'back',
  next: 'step',
  play: 'play',
  pause: 'pause',
  speed: 'speed',
  reset: 'reset',
  controls: 'Playback',
  copyLink: 'copy link',
  copied: 'Link copied: it opens the figure as it stands here.',
  linkTooLong: 'Too much for a link: save the capture instead.',
  openAlone: 'open alone',
  exportJson: 'save JSON',
  exportPcapng: 'save pcapng',
  notSaved: 'The capture did not load: start the server again, then press once more.',
  running: 'running …',
  lost: 'companion lost; trying again',
  found: 'Found',
  expectedWord: 'expected',
};

/** What the companion or the page may refuse to any figure, by rule. */
export const commonProblems = {
  'page.script': {
    title: 'A part of this figure did not load',
    advice: 'Start the server again, then press once more.',
  },
  'limits.command-rate': { title: 'Too many commands at once', advice: 'Wait a moment, then send it again.' },
  'raw.off': { title: 'Raw sending is off', advice: 'Start the companion with --allow-raw.' },
  'respond.off': { title: 'Edited answers are off', advice: 'Start the companion with --allow-respond.' },
} as const;

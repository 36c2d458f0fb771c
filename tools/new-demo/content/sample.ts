import { commonWords } from '#content/figures/en/common.ts';
import type { SampleTexts } from '#tools/new-demo/demo/sample.texts.ts';

export const sampleTexts: SampleTexts = {
  ui: {
    ...commonWords,
    title: 'Sample',
    chart: 'Statechart of a TCP connection',
    steps: 'Steps of the connection',
    caption:
      'Press `step`, or → while the focus is in the figure, and notice that a FIN ends one direction only. This is where a figure says what to try and what to notice.',
  },
  moments: { opened: 'opened', bytes: '{length} bytes', fin: 'FIN', rst: 'RST' },
};

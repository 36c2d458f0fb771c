/** What prose may name: it lights wherever it stands on the timeline. */
export const PARTS = ['fragment', 'ping', 'message', 'answer'] as const;
export type Part = (typeof PARTS)[number];

export const isPart = (name: string): name is Part => (PARTS as readonly string[]).includes(name);

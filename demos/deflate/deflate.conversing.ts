import type { Capture } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import type { Conversation } from './deflate.talk.ts';

/** What a figure is told of a conversation of its own. */
export interface Listener {
  opened(): void;
  /** Called for every change; a model has no capture. */
  talked(conversations: readonly Conversation[], capture: Capture | null): void;
  ended(): void;
  refused(problem: Problem): void;
  lost(isLost: boolean): void;
}

/** An open conversation. */
export interface Conversing {
  send(text: string): void;
  /** Follows it no longer. */
  leave(): void;
}

import type { Capture, CaptureEvent, CaptureSource, ServerAct } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import type { Readable } from './readable.ts';

/** What a figure asks of the world. An adapter performs it; its effects come back as events of the capture. */
export type Intent =
  /** `query`: further parameters of the address. A model's server reads none. */
  | {
      readonly kind: 'connect';
      readonly protocols?: readonly string[];
      readonly query?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'send'; readonly data: string | Uint8Array }
  | { readonly kind: 'close'; readonly code?: number; readonly reason?: string }
  /** Send these bytes as the client's side of a new TCP connection to a strict server. */
  | { readonly kind: 'send-raw'; readonly bytes: Uint8Array }
  /** Open a real browser WebSocket that is answered with these bytes; `acceptAt` as in the side channel's `respond`. */
  | {
      readonly kind: 'respond-with';
      readonly bytes: Uint8Array;
      readonly acceptAt: number | null;
      readonly protocols?: readonly string[];
    }
  /** Ask something of the newest socket's other end. */
  | { readonly kind: 'server'; readonly act: ServerAct }
  /** The document that holds the newest socket goes away; needs a link whose sockets have a document of their own. */
  | { readonly kind: 'leave' };

export type LinkStatus =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'ready'; readonly allows: { readonly raw: boolean; readonly respond: boolean } }
  /** The companion is gone; the link tries again by itself after `retryInMs`. */
  | { readonly kind: 'lost'; readonly retryInMs: number }
  /** The companion refused what was asked. */
  | ({ readonly kind: 'refused' } & Problem);

/** Where a figure's capture comes from. A view cannot tell which kind it holds, but for the badge. */
export interface Link {
  readonly source: CaptureSource;
  readonly capture: {
    get(): Capture;
    /** Called with what was added since the last call. */
    subscribe(onAdded: (added: readonly CaptureEvent[]) => void): () => void;
  };
  readonly status: Readable<LinkStatus>;
  can(intent: Intent['kind']): boolean;
  do(intent: Intent): void;
  /** Start the capture again from nothing. */
  clear(): void;
  dispose(): void;
}

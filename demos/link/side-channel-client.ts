import type { EventId, ServerCaptureEvent } from '#demos/capture/capture.ts';
import { decodeRecords } from '#demos/capture/record.ts';
import { type CompanionMessage, PATHS, type PageMessage } from '#demos/capture/side-channel.ts';
import { parseCompanionMessage } from './companion-message.ts';
import { type ConnectionRouter, createConnectionRouter } from './connection-router.ts';
import type { LinkStatus } from './link.ts';
import type { Page, PageSocket } from './page.ts';
import { createWritable, type Readable } from './readable.ts';
import { retryDelay } from './retry.ts';

export type Ready = Extract<CompanionMessage, { kind: 'ready' }>;
export type Answer = Exclude<CompanionMessage, Ready>;
/** A command without the number that the side channel gives it. */
export type Command = PageMessage extends infer Message
  ? Message extends PageMessage
    ? Omit<Message, 'request'>
    : never
  : never;

/** One opening of the side channel: a tap id and the connections the companion names under it. */
export interface Session extends Ready {
  readonly router: ConnectionRouter;
  command(command: Command, onAnswer: (answer: Answer) => void): void;
}

/** The page's one side channel, shared by all its figures. */
export interface SideChannel {
  readonly status: Readable<LinkStatus>;
  /** Present while the status is `ready`. */
  readonly session: Session | null;
  /** Milliseconds of the page's clock since the side channel was first ready. */
  now(): number;
  nextPageEvent(): EventId;
  /** Numbers the page's WebSocket objects. */
  nextSocket(): number;
  /** Opens the channel for the first user; it closes with the last. The answer is to be called once. */
  use(): () => void;
}

const retime = (
  event: ServerCaptureEvent,
  by: { readonly ms: number; readonly number: number },
): ServerCaptureEvent => {
  const [recorder, number] = event.id.split(':');
  return { ...event, at: event.at + by.ms, id: `${recorder}:${Number(number) + by.number}` as EventId };
};

const numberOf = ({ id }: ServerCaptureEvent): number => Number(id.slice(id.indexOf(':') + 1));

export function createSideChannel(page: Page): SideChannel {
  const status = createWritable<LinkStatus>({ kind: 'idle' });
  let users = 0;
  let socket: PageSocket | null = null;
  let session: Session | null = null;
  let cancelRetry = () => {};
  let failures = 0;
  let zero: number | null = null;
  let pageEvents = 0;
  let sockets = 0;
  let wireEvents = 0;

  const now = (): number => page.now() - (zero ?? page.now());

  const open = (): void => {
    status.set({ kind: 'connecting' });
    const scheme = page.location.protocol === 'https:' ? 'wss:' : 'ws:';
    const mine = new page.WebSocket(`${scheme}//${page.location.host}${PATHS.sideChannel}`);
    mine.binaryType = 'arraybuffer';
    socket = mine;
    const answers = new Map<number, (answer: Answer) => void>();
    const router = createConnectionRouter();
    let requests = 0;
    // Each session's recorder counts from 0 again, and its clock starts again.
    const by = { ms: 0, number: wireEvents };

    const start = (ready: Ready): void => {
      zero ??= page.now();
      by.ms = now();
      failures = 0;
      session = {
        ...ready,
        router,
        command(command, onAnswer) {
          requests += 1;
          answers.set(requests, onAnswer);
          mine.send(JSON.stringify({ ...command, request: requests } satisfies PageMessage));
        },
      };
      status.set({ kind: 'ready', allows: ready.allows });
    };

    const receive = (message: CompanionMessage | null): void => {
      if (message === null) return;
      if (message.kind === 'ready') start(message);
      else {
        answers.get(message.request)?.(message);
        answers.delete(message.request);
      }
    };

    mine.addEventListener('message', ({ data }) => {
      if (mine !== socket) return;
      if (!(data instanceof ArrayBuffer)) {
        receive(parseCompanionMessage(String(data)));
        return;
      }
      const decoded = decodeRecords(new Uint8Array(data));
      // A companion of another version: what it sends is not ours to guess at.
      if (decoded.kind === 'violation') {
        mine.close(4000, 'unreadable records');
        return;
      }
      const events = decoded.events.map((event) => retime(event, by));
      for (const event of events) wireEvents = Math.max(wireEvents, numberOf(event) + 1);
      router.push(events);
    });
    mine.addEventListener('close', () => {
      if (mine !== socket) return;
      session = null;
      failures += 1;
      const retryInMs = retryDelay(failures, page.random());
      cancelRetry = page.after(retryInMs, open);
      status.set({ kind: 'lost', retryInMs });
    });
  };

  const close = (): void => {
    cancelRetry();
    session = null;
    const last = socket;
    socket = null;
    last?.close();
    failures = 0;
    status.set({ kind: 'idle' });
  };

  return {
    status,
    get session() {
      return session;
    },
    now,
    nextPageEvent: () => `page:${pageEvents++}`,
    nextSocket: () => sockets++,
    use() {
      users += 1;
      if (users === 1) open();
      let used = true;
      return () => {
        if (!used) return;
        used = false;
        users -= 1;
        if (users === 0) close();
      };
    },
  };
}

const channels = new WeakMap<Page, SideChannel>();

/** The side channel of this page, made when it is first asked for. */
export function sharedSideChannel(page: Page): SideChannel {
  const channel = channels.get(page) ?? createSideChannel(page);
  channels.set(page, channel);
  return channel;
}

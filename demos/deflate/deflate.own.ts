import { createActor } from 'xstate';
import type { CaptureSource } from '#demos/capture/capture.ts';
import type { Problem } from '#demos/capture/problem.ts';
import { createLinks } from '#demos/link/links.ts';
import { NOT_LOADED } from '#demos/parts/not-loaded.ts';
import type { Conversing, Listener } from './deflate.conversing.ts';
import { type Settings, USUAL } from './deflate.settings.ts';
import type { Conversation } from './deflate.talk.ts';
import { sessionMachine } from './deflate-session.machine.ts';

/** What the figure shows of it. */
export interface Host extends Pick<Listener, 'talked' | 'lost'> {
  /** The session has moved on. */
  session(socket: 'recorded' | 'opening' | 'open' | 'ended', source: CaptureSource, problem: Problem | null): void;
  showRecorded(): void;
}

/** A conversation of the reader's own: one at a time, live or modelled; the messages wait for each other. */
export class OwnConversation {
  readonly #host: Host;
  readonly #session;
  readonly #links = createLinks({ live: async () => (await import('./deflate.live.ts')).createDeflateLink() });
  #conversing: Conversing | null = null;
  #settings: Settings = USUAL;
  /** What is to be said once the connection is open, each when the one before has come back. */
  #queue: readonly string[] = [];
  #said: Conversation['messages'] = [];
  /** Counts the openings: what belongs to an earlier one is taken no more. */
  #openings = 0;

  constructor(host: Host) {
    this.#host = host;
    this.#session = createActor(
      sessionMachine.provide({
        actions: {
          showRecorded: () => {
            this.#leave();
            host.showRecorded();
          },
          converse: ({ event }) => {
            if (event.type === 'source.choose' && event.source !== 'recorded') void this.#converse(event.source);
          },
        },
      }),
    );
    this.#session.subscribe(({ value, context }) => host.session(value, context.source, context.problem));
    this.#session.start();
  }

  choose(source: CaptureSource, settings: Settings, texts: readonly string[]): void {
    this.#settings = settings;
    this.#queue = texts;
    this.#session.send({ type: 'source.choose', source });
  }

  send(text: string): void {
    this.#queue = [...this.#queue, text];
    this.#sendNext();
  }

  dispose(): void {
    this.#leave();
    this.#links.dispose();
    this.#session.stop();
  }

  async #converse(source: Exclude<CaptureSource, 'recorded'>): Promise<void> {
    this.#leave();
    const opening = this.#openings;
    this.#said = [];
    this.#host.talked([], null);
    try {
      const begin = await (source === 'live' ? this.#live() : this.#model());
      if (opening !== this.#openings) return;
      this.#conversing = begin(this.#settings, this.#listener());
      this.#sendNext();
    } catch {
      if (opening === this.#openings) this.#session.send({ type: 'socket.refused', problem: NOT_LOADED });
    }
  }

  async #live() {
    const [link, { converseLive }] = await Promise.all([this.#links.open('live'), import('./deflate.live.ts')]);
    return (settings: Settings, listener: Listener) => converseLive(link, settings, listener);
  }
  async #model() {
    const [{ converseModel }, { browserRandomBytes }] = await Promise.all([
      import('./deflate.model.ts'),
      import('#demos/link/random-bytes.ts'),
    ]);
    return (settings: Settings, listener: Listener) => converseModel(settings, listener, browserRandomBytes);
  }

  #listener(): Listener {
    const opening = this.#openings;
    const whileCurrent =
      <Given extends unknown[]>(tell: (...given: Given) => void) =>
      (...given: Given): void => {
        if (opening === this.#openings) tell(...given);
      };
    return {
      opened: whileCurrent(() => {
        this.#session.send({ type: 'socket.opened' });
        // The model opens before it can be spoken to.
        queueMicrotask(() => this.#sendNext());
      }),
      talked: whileCurrent((conversations: readonly Conversation[], capture) => {
        this.#said = conversations.at(-1)?.messages ?? [];
        this.#host.talked(conversations, capture);
        queueMicrotask(() => this.#sendNext());
      }),
      ended: whileCurrent(() => this.#session.send({ type: 'socket.ended' })),
      refused: whileCurrent((problem) => this.#session.send({ type: 'socket.refused', problem })),
      lost: whileCurrent((isLost) => this.#host.lost(isLost)),
    };
  }

  #sendNext(): void {
    const [text, ...rest] = this.#queue;
    const ups = this.#said.filter(({ direction }) => direction === 'client-to-server').length;
    const isOpen = this.#session.getSnapshot().matches('open');
    if (text === undefined || !isOpen || !this.#conversing || this.#said.length !== 2 * ups) return;
    this.#queue = rest;
    this.#conversing.send(text);
  }

  #leave(): void {
    this.#openings += 1;
    this.#conversing?.leave();
    this.#conversing = null;
  }
}

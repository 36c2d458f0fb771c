import { DecodingHost } from './decoding-host.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

/** What this file uses of a worker's global scope. */
interface WorkerScope {
  postMessage(message: FromWorker): void;
  addEventListener(type: 'message', listener: (event: { readonly data: ToWorker }) => void): void;
}

const scope = globalThis as unknown as WorkerScope;

// A message to ourselves waits behind those of the page; a timer would wait 4 ms each time.
const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];
port1.onmessage = () => waiting.shift()?.();

const host = new DecodingHost(
  (message) => scope.postMessage(message),
  (run) => {
    waiting.push(run);
    port2.postMessage(null);
  },
);
scope.addEventListener('message', ({ data }) => host.take(data));

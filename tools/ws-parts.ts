import type { Duplex, Writable } from 'node:stream';
import * as ws from 'ws';

/** ws's own parser: what its types leave out. `isServer` reads a client's frames. */
export interface WsReceiver extends Pick<Writable, 'write' | 'end' | 'destroy' | 'errored'> {
  on(event: 'message', listener: (data: Buffer, isBinary: boolean) => void): this;
  on(event: 'ping' | 'pong', listener: (data: Buffer) => void): this;
  on(event: 'conclude', listener: (code: number, reason: Buffer) => void): this;
  on(event: 'error' | 'finish' | 'drain', listener: (error: Error) => void): this;
}

export interface WsReceiverOptions {
  readonly isServer: boolean;
  readonly allowSynchronousEvents?: boolean;
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly maxPayload?: number;
}

interface WsSendOptions {
  readonly binary: boolean;
  readonly compress: boolean;
  readonly fin: boolean;
  readonly mask: boolean;
}

/** ws's own serializer. It writes to `socket`. */
export interface WsSender {
  send(data: Uint8Array | string, options: WsSendOptions, done?: () => void): void;
  ping(data: Uint8Array, mask: boolean): void;
  pong(data: Uint8Array, mask: boolean): void;
  close(code: number | undefined, reason: string, mask: boolean): void;
}

export interface WsPerMessageDeflate {
  accept(parameters: readonly Record<string, readonly unknown[]>[]): unknown;
  cleanup(): void;
}

interface WsParts {
  readonly Receiver: new (options: WsReceiverOptions) => WsReceiver;
  readonly Sender: new (
    socket: Duplex,
    extensions: Readonly<Record<string, unknown>>,
    generateMask: (key: Buffer) => void,
  ) => WsSender;
  readonly PerMessageDeflate: new (options: { isServer: boolean; maxPayload?: number }) => WsPerMessageDeflate;
}

export const { Receiver, Sender, PerMessageDeflate } = ws as unknown as WsParts;

/** The close code ws would send for an error of its receiver; `null` where it names none. */
export function closeCodeOf(error: Error): number | null {
  const symbol = Object.getOwnPropertySymbols(error).find(({ description }) => description === 'status-code');
  const code: unknown = symbol && Reflect.get(error, symbol);
  return typeof code === 'number' ? code : null;
}

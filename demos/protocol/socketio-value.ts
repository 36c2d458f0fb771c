/** A value that JSON can hold, or `Leaf`. */
export type Value<Leaf = never> =
  | Leaf
  | null
  | boolean
  | number
  | string
  | readonly Value<Leaf>[]
  | { readonly [key: string]: Value<Leaf> };

/** What an application hands to `emit`: JSON, with binary anywhere in it. */
export type ValueWithBinary = Value<Uint8Array>;

export type JsonObject = { readonly [key: string]: Value };

/** An event's name and its arguments. The reference parser allows a number as name, and no reserved name. */
export type EventData<Leaf = never> = readonly [name: string | number, ...args: Value<Leaf>[]];

/** Names with a meaning of their own, which an event must not have (socket.io-parser 4.2.7 lib/index.ts). */
export const RESERVED_EVENTS: readonly string[] = [
  'connect',
  'connect_error',
  'disconnect',
  'disconnecting',
  'newListener',
  'removeListener',
];

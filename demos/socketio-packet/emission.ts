/** One call of `socket.emit`. */
export interface Emission {
  readonly event: string;
  readonly args: readonly unknown[];
  /** Whether an acknowledgement is asked for. */
  readonly ack: boolean;
}

/** An event that is acknowledged: what is sent where nothing else was asked for. */
export const PLAIN: Emission = { event: 'add', args: [1, 2], ack: true };

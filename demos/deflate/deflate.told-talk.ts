/** One message in the list. */
export interface ToldMessage {
  /** Its number in the conversation. */
  readonly index: number;
  readonly cost: string;
  readonly header: string;
  readonly compressed: boolean;
  /** The headers of its frames, as spaced hex. */
  readonly hex: string;
}

/** The two ways of a conversation, in the order in which they are listed: the browser's first. */
export type BothWays<Each> = readonly [up: Each, down: Each];

/** What passed on one connection, as the figure lists it: plain data. */
export interface ToldTalk {
  readonly connection: string;
  /** The extension as the answer named it. */
  readonly agreed: string;
  readonly rows: readonly { readonly text: string; readonly ways: BothWays<ToldMessage | null> }[];
  readonly sums: BothWays<string>;
  readonly memory: string;
}

/** Both sides' drafts as the reader typed them: nothing typed is lost, whatever it is worth. */
export interface Setup {
  /** The constructor's second argument, with commas between. */
  readonly protocols: string;
  /** Who answers: ws, with options; or the reader, with lines for the 101. */
  readonly by: 'ws' | 'hand';
  readonly select: 'first' | 'none' | 'name';
  readonly name: string;
  readonly deflate: boolean;
  readonly serverNoContextTakeover: boolean;
  readonly clientNoContextTakeover: boolean;
  /** 8–15 as text; empty: not named. */
  readonly serverMaxWindowBits: string;
  readonly clientMaxWindowBits: string;
  readonly lines: string;
}

const PLAIN: Setup = {
  protocols: '',
  by: 'ws',
  select: 'first',
  name: '',
  deflate: false,
  serverNoContextTakeover: false,
  clientNoContextTakeover: false,
  serverMaxWindowBits: '',
  clientMaxWindowBits: '',
  lines: '',
};

/** The negotiations that are recorded, in the order in which they were. */
export const RUNS = {
  'chat-chosen': { ...PLAIN, protocols: 'chat' },
  'chat-none': { ...PLAIN, protocols: 'chat', select: 'none' },
  'not-offered': { ...PLAIN, protocols: 'chat', select: 'name', name: 'soap' },
  'two-protocols': { ...PLAIN, protocols: 'chat, v2.chat', select: 'name', name: 'v2.chat' },
  declined: PLAIN,
  deflate: { ...PLAIN, deflate: true },
  'deflate-takeover': { ...PLAIN, deflate: true, serverNoContextTakeover: true, clientNoContextTakeover: true },
  'small-windows': { ...PLAIN, deflate: true, serverMaxWindowBits: '10', clientMaxWindowBits: '10' },
  'bad-parameter': { ...PLAIN, by: 'hand', lines: 'Sec-WebSocket-Extensions: permessage-deflate; foo=1' },
} as const satisfies Readonly<Record<string, Setup>>;

export type RunId = keyof typeof RUNS;
export const RUN_IDS = Object.keys(RUNS) as readonly RunId[];
export const isRun = (text: string): text is RunId => Object.hasOwn(RUNS, text);

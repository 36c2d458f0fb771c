/** One masked frame of a connection. Plain data, bytes as hex: those of the recording are sent with the page. */
export interface SentFrame {
  /** Names the frame while the capture grows. */
  readonly id: string;
  /** FIN, RSV and opcode. */
  readonly first: number;
  readonly key: string;
  readonly masked: string;
  readonly payload: string;
}

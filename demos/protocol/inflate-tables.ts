/** RFC 1951 §3.2.5: symbols 257–285 of the literal/length code. The length is the base plus the value of the extra bits. */
export const LENGTH_BASE: readonly number[] = [
  ...[3, 4, 5, 6, 7, 8, 9, 10],
  ...[11, 13, 15, 17],
  ...[19, 23, 27, 31],
  ...[35, 43, 51, 59],
  ...[67, 83, 99, 115],
  ...[131, 163, 195, 227],
  258,
];
export const LENGTH_EXTRA: readonly number[] = [
  ...[0, 0, 0, 0, 0, 0, 0, 0],
  ...[1, 1, 1, 1],
  ...[2, 2, 2, 2],
  ...[3, 3, 3, 3],
  ...[4, 4, 4, 4],
  ...[5, 5, 5, 5],
  0,
];

/** §3.2.5: symbols 0–29 of the distance code. */
export const DISTANCE_BASE: readonly number[] = [
  ...[1, 2, 3, 4],
  ...[5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769],
  ...[1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577],
];
export const DISTANCE_EXTRA: readonly number[] = [
  ...[0, 0, 0, 0],
  ...[1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8],
  ...[9, 9, 10, 10, 11, 11, 12, 12, 13, 13],
];

export const END_OF_BLOCK = 256;

/** §3.2.7: the order in which the lengths of the code-length code are sent, so that the rarest can be left off at the end. */
export const CODE_LENGTH_ORDER: readonly number[] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** §3.2.7: symbols 16, 17, 18 of the code-length code repeat: how often at least, and how many bits say how much more. */
export const REPEATS: Readonly<Record<number, { readonly least: number; readonly extra: number }>> = {
  16: { least: 3, extra: 2 },
  17: { least: 3, extra: 3 },
  18: { least: 11, extra: 7 },
};

/** §3.2.6: the code lengths of a fixed block. 286, 287 and the distances 30, 31 have codes and no meaning. */
export const FIXED_LITERAL_LENGTHS: Uint8Array = Uint8Array.from({ length: 288 }, (_, symbol) => {
  if (symbol < 144) return 8;
  if (symbol < 256) return 9;
  return symbol < 280 ? 7 : 8;
});
export const FIXED_DISTANCE_LENGTHS: Uint8Array = new Uint8Array(32).fill(5);

/** `65 536`: digits in threes, parted by a narrow space that does not break. */
export const grouped = (count: number | bigint): string => String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');

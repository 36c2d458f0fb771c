/** `65,536`: digits in threes, as in the prose. */
export const grouped = (count: number | bigint): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

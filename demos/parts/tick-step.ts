/** The step of an axis's ticks, of 1, 2 or 5 times a power of ten: at most `most` of them in the span. */
export function tickStep(span: number, most: number): number {
  const rough = span / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
}

/** `0`, `0.05`, `0.10`: the tick's value with as many digits as its step has. */
export const tickLabel = (index: number, step: number): string =>
  index === 0 ? '0' : (index * step).toFixed(Math.max(0, -Math.floor(Math.log10(step))));

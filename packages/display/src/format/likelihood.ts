/**
 * A probability as people hear it: `about 7 in 10`. Below 1 in 20 and above 19 in 20 it is a bound: such figures are
 * never known to the tenth.
 */
export function likelihoodWords(probability: number): string {
  if (probability < 0.05) return 'less than 1 in 20';
  if (probability > 0.95) return 'more than 19 in 20';
  return `about ${Math.min(9, Math.max(1, Math.round(probability * 10)))} in 10`;
}

/** The figure, to the hundredth. */
export function likelihoodFigure(probability: number): string {
  if (probability < 0.005) return '< 0.01';
  return probability > 0.995 ? '> 0.99' : probability.toFixed(2);
}

import { log } from '@skyaccord/sky';

/** So many futures are flown of each aircraft. */
export const FUTURES = 64;

/**
 * One fixed sample of what may be: in each dimension the middles of equal parts, in an order of its own (Latin
 * hypercube: McKay, Beckman & Conover, Technometrics 21, 1979). It is the same everywhere and at every look, so that a
 * probability changes only because the sky did.
 *
 * @param side samples of two sides share no order
 * @param normal so many dimensions, the first ones, are standard normal; the next ones
 * @param uniform so many, uniform in 0 to 1; the others exponential, of mean 1
 */
export function deviates(side: number, normal: number, uniform: number, dimensions: number): Float64Array {
  const out = new Float64Array(FUTURES * dimensions);
  for (let d = 0; d < dimensions; d++) {
    const order = shuffled(side * dimensions + d);
    for (let i = 0; i < FUTURES; i++) {
      const p = (order[i]! + 0.5) / FUTURES;
      out[i * dimensions + d] = d < normal ? normalAt(p) : d < normal + uniform ? p : -log(p);
    }
  }
  return out;
}

/** 0 to FUTURES - 1 in an order that `seed` decides (linear congruential generator of Numerical Recipes, 7.1). */
function shuffled(seed: number): number[] {
  const order = Array.from({ length: FUTURES }, (_, i) => i);
  let state = Math.imul(seed + 1, 0x9e3779b9);
  for (let i = FUTURES - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const j = (state >>> 8) % (i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/** The standard normal value below which lies the share `p`; error below 4.5e-4 (Abramowitz & Stegun, 26.2.23). */
function normalAt(p: number): number {
  const t = Math.sqrt(-2 * log(Math.min(p, 1 - p)));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  return (p < 0.5 ? -1 : 1) * (t - above / below);
}

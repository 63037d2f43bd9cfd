/** Small symmetric positive definite matrices of `size` rows, row by row in one array. */

const MOST = 5;
const lower = new Float64Array(MOST * MOST);
const row = new Float64Array(MOST);

/** Writes `cross` times the inverse of `p` to `gain`, all square: by Cholesky's factors, without inverting. */
function solveGain(cross: Float64Array, p: Float64Array, gain: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = p[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * size + k]! * lower[j * size + k]!;
      // Rounding alone can bring a pivot to 0: such a direction is then taken as known.
      if (i === j) lower[i * size + i] = Math.sqrt(Math.max(sum, 1e-12));
      else lower[i * size + j] = sum / lower[j * size + j]!;
    }
  }
  for (let r = 0; r < size; r++) {
    for (let i = 0; i < size; i++) {
      let sum = cross[r * size + i]!;
      for (let k = 0; k < i; k++) sum -= lower[i * size + k]! * row[k]!;
      row[i] = sum / lower[i * size + i]!;
    }
    for (let i = size - 1; i >= 0; i--) {
      let sum = row[i]!;
      for (let k = i + 1; k < size; k++) sum -= lower[k * size + i]! * gain[r * size + k]!;
      gain[r * size + i] = sum / lower[i * size + i]!;
    }
  }
}

const product = new Float64Array(MOST * MOST);

/**
 * One step back of a smoother: brings what later reports made of the next state into this one. `x` and `p` are this
 * state's estimate and become the smoothed ones; `ahead` and `aheadP` are what they predicted for the next state, whose
 * smoothed values are `next` and `nextP`, `cross` the covariance between the two.
 */
export function stepBack(
  x: Float64Array,
  p: Float64Array,
  ahead: Float64Array,
  aheadP: Float64Array,
  cross: Float64Array,
  next: Float64Array,
  nextP: Float64Array,
  size: number,
): void {
  const gain = gains;
  solveGain(cross, aheadP, gain, size);
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += gain[i * size + k]! * (next[k]! - ahead[k]!);
    x[i] = x[i]! + sum;
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += gain[i * size + k]! * (nextP[k * size + j]! - aheadP[k * size + j]!);
      product[i * size + j] = sum;
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      let sum = p[i * size + j]!;
      for (let k = 0; k < size; k++) sum += product[i * size + k]! * gain[j * size + k]!;
      p[i * size + j] = sum;
      p[j * size + i] = sum;
    }
  }
}

const gains = new Float64Array(MOST * MOST);

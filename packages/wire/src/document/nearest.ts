/**
 * The known word a person probably meant, or `null` when none is near: one that begins with what was written, or at
 * most one slip for each three letters. A slip is a letter added, left out, replaced or exchanged with its neighbour
 * (the optimal string alignment distance, after Damerau 1964).
 */
export function nearest(word: string, known: readonly string[]): string | null {
  const wanted = word.toLowerCase().slice(0, 64);
  let best: string | null = null;
  let least = Math.max(Math.floor(wanted.length / 3), 1) + 1;
  for (const candidate of known) {
    const name = candidate.toLowerCase();
    const distance = wanted.length >= 3 && name.startsWith(wanted) ? 1 : alignmentDistance(wanted, name);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

function alignmentDistance(a: string, b: string): number {
  let twoAbove: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const here = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = at(above, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      let least = Math.min(replaced, at(above, column) + 1, at(here, column - 1) + 1);
      const exchanged = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (exchanged) least = Math.min(least, at(twoAbove, column - 2) + 1);
      here.push(least);
    }
    twoAbove = above;
    above = here;
  }
  return at(above, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

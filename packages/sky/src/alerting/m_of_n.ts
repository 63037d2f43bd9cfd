/**
 * M of N: a level stands when at least M of the last N inputs were at that level or above. The inputs of one filter lie
 * in `queue` at `at`, oldest first, and the highest ever seen after them.
 */
export function startMOfN(queue: Int8Array, at: number, m: number, n: number, input: number): void {
  for (let i = 0; i < n; i++) queue[at + i] = i < m ? input : -1;
  queue[at + n] = input;
}

/** Takes an input and gives the level that stands, -1 for none. */
export function filterMOfN(queue: Int8Array, at: number, m: number, n: number, input: number): number {
  const top = Math.max(queue[at + n] as number, input);
  queue.copyWithin(at, at + 1, at + n);
  queue[at + n - 1] = input;
  queue[at + n] = top;
  for (let level = top; level >= 0; level--) {
    let votes = 0;
    for (let i = 0; i < n; i++) if ((queue[at + i] as number) >= level) votes += 1;
    if (votes >= m) return level;
  }
  return -1;
}

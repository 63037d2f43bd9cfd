/** The arrays that a sweep works in besides the columns, so that threads can share them. */
export type SweepMemory = {
  /** By part of the aircraft and strip: where the part's entries of the strip begin; one more at the end. */
  readonly starts: Int32Array;
  /** By entry: an aircraft whose box reaches into the strip. */
  readonly entries: Int32Array;
};

/**
 * The memory given where so many of each have room in it, or else a new one with nothing in it. That has a quarter
 * more than asked, so that a sky that grows slowly does not take new memory each time.
 */
export function reserveMemory(
  memory: SweepMemory | null,
  starts: number,
  entries: number,
  shared: boolean,
): SweepMemory {
  if (memory !== null && memory.starts.length >= starts && memory.entries.length >= entries) return memory;
  const ints = (needed: number, had: number): Int32Array => {
    const bytes = 4 * Math.max(had, Math.ceil(1.25 * needed));
    return new Int32Array(shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
  };
  return { starts: ints(starts, memory?.starts.length ?? 0), entries: ints(entries, memory?.entries.length ?? 0) };
}

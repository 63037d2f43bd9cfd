/** Columns for a plot: times in s since 1970, then one column a line; null where nothing is known. */
export type Columns = [times_s: number[], ...values: (number | null)[][]];

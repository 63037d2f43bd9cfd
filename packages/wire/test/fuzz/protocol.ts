/** What the command tells a worker. */
export type Share = {
  readonly target: string;
  readonly seed: number;
  /** Inputs `from` to `to` (not included) are this worker's. */
  readonly from: number;
  readonly to: number;
  /** Room for one number: the index of the input that is being read, seen also where the worker hangs. */
  readonly at: SharedArrayBuffer;
};

/** What a worker says: now and then how far it is, and at its end that all went well or what did not. */
export type Said = {
  readonly kind: 'progress' | 'done' | 'failed';
  readonly inputs: number;
  readonly observations: number;
  readonly complaints: number;
  readonly bytes: number;
  /** Largest heap of the worker so far, and what the lasting reader's inputs left on it since the first quarter. */
  readonly heap_bytes: number;
  readonly grown_bytes: number | null;
  readonly failure: { readonly reason: string; readonly index: number; readonly input: Uint8Array } | null;
};

/** Time as a feed's session sees it, so that a test can be its master. */
export type Timers = {
  /** The time of day, ms since 1970: may leap. */
  wall(): number;
  /** ms since some moment: rises steadily. */
  steady(): number;
  /** Calls back once, unless the returned function is called before. */
  after(ms: number, call: () => void): () => void;
};

export const systemTimers: Timers = {
  wall: () => Date.now(),
  steady: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

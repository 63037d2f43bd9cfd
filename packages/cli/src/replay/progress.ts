const WIDTH = 30;
const QUIET_MS = 2000;

/**
 * A bar on standard error where a person sees it; elsewhere a line at each quarter of anything longer than two seconds.
 */
export class Progress {
  readonly #stream = process.stderr;
  readonly #begun_ms = performance.now();
  #label = '';
  #told = -1;

  /** `fraction` is of the labelled stage, 0 to 1. */
  show(label: string, fraction: number): void {
    if (label !== this.#label) this.#told = -1;
    this.#label = label;
    if (!this.#stream.isTTY) this.#line(label, fraction);
    else if (fraction - this.#told >= 0.01 || fraction === 1) {
      this.#told = fraction;
      const filled = Math.round(fraction * WIDTH);
      const percent = `${Math.round(fraction * 100)}`.padStart(3);
      this.#stream.write(`\r${label.padEnd(10)} [${'='.repeat(filled)}${' '.repeat(WIDTH - filled)}] ${percent} %`);
    }
  }

  done(): void {
    if (this.#stream.isTTY) this.#stream.write(`\r${' '.repeat(WIDTH + 24)}\r`);
  }

  #line(label: string, fraction: number): void {
    const quarter = Math.floor(fraction * 4) / 4;
    if (quarter <= this.#told || performance.now() - this.#begun_ms < QUIET_MS) return;
    this.#told = quarter;
    this.#stream.write(`${label}: ${quarter * 100} %\n`);
  }
}
